// Compared with what the floor shows now: what becomes of each place and why, and whose bookings.
// Whatever the comparison says, a person can overrule it.

import { api } from "../common/api.js";
import { all, h, one } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { affectedSection } from "./changes/affected.js";
import { overruleRow } from "./changes/overrule.js";
import { WORDS, changeRow, idOf } from "./changes/row.js";
import { note } from "./note.js";
import { inWords, plural } from "./words.js";

const ORDER = Object.keys(WORDS);
// A fact beside the verdict: what is renamed may be the same, moved or resized.
const RENAMED = "renamed";
const SAID = "said";
const SHOWN_AT_ONCE = 150;
// What the whole plan did, or a wing of it, and what was said and could not be done.
const TOLD_HERE = /^(PLAN_(SHIFTED|TURNED|SCALED|MIRRORED)|WING_(MOVED|MIRRORED)|MATCH_NOT_HEEDED)$/;
/** Which verdicts are shown; kept while the plans are compared anew. */
const shownIn = new WeakMap();

/** "140 stay, 3 move, 2 are new and 1 goes". */
export function changeSentence(counts) {
  const said = [
    [counts.same, (n) => (n === 1 ? "stays" : "stay")],
    [counts.moved, (n) => (n === 1 ? "moves" : "move")],
    [counts.resized, (n) => (n === 1 ? "has another size" : "have another size")],
    [counts.split, (n) => (n === 1 ? "is split" : "are split")],
    [counts.merged, (n) => (n === 1 ? "takes in a neighbour" : "take in a neighbour")],
    [counts.new, (n) => (n === 1 ? "is new" : "are new")],
    [counts.gone, (n) => (n === 1 ? "goes" : "go")],
  ];
  const parts = said.filter(([number]) => number > 0).map(([number, word]) => `${number.toLocaleString("en-GB")} ${word(number)}`);
  const renamed = counts.renamed ? ` ${plural(counts.renamed, "place")} ${counts.renamed === 1 ? "has" : "have"} another name.` : "";
  return `Of all places on the floor ${inWords(parts, "none changes")}.${renamed}`;
}

export const isFirst = (preview) => preview.changes.every((change) => change.change === "new" && !change.said);

/** Fills the panel "Changes"; `picking` picks a point on the map, `sheet` shows one. */
export function changesPanel(panel, { studio, sheet, picking }) {
  const { plan, preview } = studio;
  if (!preview) showPast(panel, plan);
  else if (isFirst(preview)) panel.replaceChildren(h("p", {}, `This floor shows no plan yet: ${plural(preview.changes.length, "place")} would be new.`));
  else new ChangeList(panel, { studio, sheet, picking }).show();
}

/** Of a plan that was published: how the people answered whose places it took. */
async function showPast(panel, plan) {
  const only = h("p", { class: "soft" }, "Only a draft is compared with what the floor shows. Under “Plans of this floor” any two plans can be compared.");
  panel.replaceChildren(only);
  const affected = await api("GET", `/plans/${plan.id}/affected`).catch(() => []);
  const section = affectedSection(plan.id, affected, false);
  if (section) panel.replaceChildren(section, only);
}

class ChangeList {
  constructor(panel, { studio, sheet, picking }) {
    Object.assign(this, { panel, studio, sheet, picking, preview: studio.preview });
    this.changes = [...this.preview.changes].sort((a, b) => b.loses_bookings - a.loses_bookings || ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
    if (!shownIn.has(panel)) shownIn.set(panel, new Set([...ORDER.filter((change) => change !== "same"), RENAMED, SAID]));
    this.wanted = shownIn.get(panel);
    this.body = h("tbody");
    this.limit = SHOWN_AT_ONCE;
    this.rest = h("button", { type: "button", class: "button wide", onclick: () => this.#showRest() });
  }

  show() {
    const { preview } = this;
    this.panel.replaceChildren(...[
      h("p", { class: "difference" }, preview.sentence),
      h("p", { class: "soft" }, changeSentence(preview.counts)),
      ...preview.warnings.filter((each) => TOLD_HERE.test(each.code)).map((each) => note("warning", each.message, each.advice)),
      affectedSection(this.studio.plan.id, preview.affected, true) ?? h("p", { class: "soft" }, "No booking loses its place."),
      h("div", { class: "chips", role: "group", "aria-label": "Show" }, ...this.#chips()),
      h("div", { class: "table-frame" }, h("table", { class: "plain-table changes" }, h("caption", { class: "visually-hidden" }, "Changes"),
        h("thead", {}, h("tr", {}, ...["Change", "Place", "Bookings"].map((words) => h("th", { scope: "col" }, words)))), this.body)),
      this.rest,
    ].filter(Boolean));
    this.fill();
  }

  fill() {
    const { wanted } = this;
    const shown = this.changes.filter((change) => wanted.has(change.change) || (change.renamed && wanted.has(RENAMED)) || (change.said && wanted.has(SAID)));
    this.body.replaceChildren(...shown.slice(0, this.limit).map((change) => this.#row(change)));
    if (!shown.length) this.body.append(h("tr", {}, h("td", { colspan: 3, class: "soft" }, "None.")));
    this.rest.hidden = shown.length <= this.limit;
    this.rest.textContent = `Show the other ${shown.length - this.limit}`;
  }

  /** All of them; the keyboard goes on at the first that came. */
  #showRest() {
    const first = this.limit;
    this.limit = Infinity;
    this.fill();
    one("button", this.body.rows[first]).focus();
  }

  #chips() {
    const { wanted, preview } = this;
    const counts = { ...preview.counts, [SAID]: this.changes.filter(({ said }) => said).length };
    return [...ORDER, RENAMED, SAID].filter((change) => counts[change] > 0).map((change) => {
      const input = h("input", { type: "checkbox", checked: wanted.has(change), onchange: () => { if (input.checked) wanted.add(change); else wanted.delete(change); this.fill(); } });
      return h("label", { class: "chip" }, input, `${{ ...WORDS, [RENAMED]: "Renamed", [SAID]: "Overruled" }[change]} ${counts[change]}`);
    });
  }

  #row(change) {
    const [x, y] = change.at ?? change.was_at ?? [];
    const row = changeRow(change, {
      show: () => { if (x !== undefined) this.sheet.lookAt(x, y); },
      overrule: () => this.#toggle(change, row),
    });
    return row;
  }

  /** Open or close the choice below a row. */
  #toggle(change, row) {
    const button = one(".overrule", row);
    const isOpen = row.nextElementSibling?.classList.contains("overrule-row");
    for (const other of all(".overrule-row", this.body)) other.remove();
    for (const other of all(".overrule", this.body)) other.setAttribute("aria-expanded", "false");
    if (isOpen) { button.focus(); return; }
    button.setAttribute("aria-expanded", "true");
    const { studio, picking } = this;
    row.after(overruleRow(change, { studio, picking, say: (action) => this.#say(change, action), close: () => this.#toggle(change, row) }));
    one("select, button", row.nextElementSibling).focus({ preventScroll: true });
    row.nextElementSibling.scrollIntoView({ block: "nearest" });
  }

  /** Do it; the plans are compared anew by that, and the row that it was about has the focus. */
  async #say(change, action) {
    const { editor } = this.studio.panels;
    const { edit } = await editor.log.do(() => action);
    await this.#again(idOf(change));
    toast(edit.what, { label: "Undo", run: async () => { await editor.undo(); await this.#again(idOf(change)); } });
  }

  async #again(id) {
    await this.studio.panels.lookAgain();
    (one(`tr[data-id="${id}"] .overrule`, this.panel) ?? this.panel).focus();
  }
}
