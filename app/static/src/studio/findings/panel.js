// The panel of findings beside the drawing: grouped by code, filtered, each row leads to its pin, is
// mended in place where that can be, or ignored with a reason.

import { h } from "../../common/dom.js";
import { toast } from "../../common/toast.js";
import { filterControls } from "./controls.js";
import { SEVERITY_ORDER } from "./filters.js";
import { spotOf } from "./fixing.js";
import { Group } from "./group.js";

/** So many findings are all unfolded at once; of more only those that ask for something. */
const UNFOLDED = 40;

const rank = ({ severity }) => SEVERITY_ORDER.indexOf(severity);
const layerOf = ({ layer }) => layer ?? "\uffff";
// From the top of the drawing to its bottom in rows of so many metres, each from left to right.
const ROW_M = 3;
const placeOf = ({ x, y }) => (x === null ? [Infinity, 0] : [-Math.round(y / ROW_M), x]);

const byState = (a, b) => (a.state !== "open") - (b.state !== "open");
const byPlace = (a, b) => { const [one, two] = [placeOf(a), placeOf(b)]; return one[0] - two[0] || one[1] - two[1]; };
const ROW_ORDER = { layer: (a, b) => layerOf(a).localeCompare(layerOf(b)), place: byPlace };
const GROUP_ORDER = {
  many: (a, b) => b.issues.length - a.issues.length,
  code: (a, b) => a.code.code.localeCompare(b.code.code),
  layer: (a, b) => layerOf(a.issues[0]).localeCompare(layerOf(b.issues[0])),
  place: (a, b) => byPlace(a.issues[0], b.issues[0]),
};

// Where the panel lies beside the drawing and scrolls by itself.
const BESIDE = "(min-width: 64rem)";

export class FindingsPanel {
  chosen = null;
  folded = new Map();
  groups = [];

  /** `does` holds what the panel can have done: edit(action) resolves to the answer, undo(),
      lookAt(issue), preview(geometry or null), lead(tab, layer), shown(issues). */
  constructor(box, filters, does) {
    Object.assign(this, { box, filters, does });
    this.body = h("div", { class: "finding-groups" });
    filters.listen(() => this.fill());
  }

  /** Fill it with what the service tells. */
  show(told) {
    this.told = told;
    this.editable = told.editable;
    if (!told.findings.length) {
      this.controls = null;
      this.box.replaceChildren(h("p", { class: "soft" }, "Nothing to remark: the drawing was understood without a question."));
      this.does.shown([]);
      return;
    }
    this.controls = filterControls(told, this.filters);
    this.box.replaceChildren(...this.controls.elements, this.body);
    this.fill();
  }

  fill() {
    if (!this.controls) return;
    this.controls.refresh();
    const shown = this.told.findings.filter((issue) => this.filters.wants(issue));
    this.groups = this.#grouped(shown).map(({ code, issues }) => this.#group(code, issues, shown.length));
    this.body.replaceChildren(...this.groups.map(({ element }) => element));
    if (!shown.length) this.body.append(h("p", { class: "soft" }, "Nothing of this kind."));
    this.does.shown(shown);
    this.#mark();
  }

  /** Bring one finding's row into view, whatever the filters say. */
  reveal(number) {
    this.chosen = number;
    if (!this.#row(number)) this.filters.reset();
    this.#mark();
    const row = this.#row(number);
    if (!row) return;
    row.element.closest("details").open = true;
    // What can be done about it first: it lies below the row, which has the last word. On a phone
    // the drawing is above both, and comes into view itself.
    if (matchMedia(BESIDE).matches) row.actions?.scrollIntoView({ block: "nearest" });
    row.element.scrollIntoView({ block: "nearest" });
  }

  open(issue) {
    this.does.lookAt(issue);
    this.reveal(issue.number);
  }

  preview(geometry) {
    this.does.preview(geometry);
  }

  lead({ tab, layer }) {
    this.does.lead(tab, layer);
  }

  async fix(issue, action) {
    this.preview(null);
    const { edit } = await this.does.edit(action);
    this.#say(edit.what, issue);
  }

  async ignore(code, issues, reason) {
    const { edit } = await this.does.edit({ do: "ignore", code, spots: issues.map(spotOf), reason });
    this.#say(edit.what, issues[0]);
  }

  async reopen(issue) {
    try {
      const { edit } = await this.does.edit({ do: "reopen", code: issue.code, spots: [spotOf(issue)] });
      this.#say(edit.what, issue);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice ?? ""}`);
    }
  }

  /** Say what was done, offer to take it back, and leave the keyboard where it was. */
  #say(what, { code, number }) {
    toast(what, { label: "Undo", run: () => this.does.undo() });
    const row = this.#row(number);
    const summary = this.groups.find(({ element }) => element.dataset.code === code)?.element.querySelector("summary");
    (row?.element.checkVisibility() ? row.button : summary ?? this.box).focus();
  }

  #grouped(shown) {
    const rows = ROW_ORDER[this.filters.sort] ?? ((a, b) => rank(a) - rank(b) || a.number - b.number);
    const groups = this.told.codes.map((code) => ({ code, issues: shown.filter((issue) => issue.code === code.code).sort((a, b) => byState(a, b) || rows(a, b)) }))
      .filter(({ issues }) => issues.length);
    const order = GROUP_ORDER[this.filters.sort];
    return order ? groups.sort(order) : groups;
  }

  #group(code, issues, shown) {
    const group = new Group(code, issues, this);
    const isAsking = code.severity !== "info" && issues.some(({ state }) => state === "open");
    group.element.open = this.folded.get(code.code) ?? (shown <= UNFOLDED || isAsking);
    group.element.addEventListener("toggle", () => this.folded.set(code.code, group.element.open));
    return group;
  }

  #row(number) {
    return this.groups.flatMap(({ rows }) => rows).find(({ issue }) => issue.number === number);
  }

  #mark() {
    for (const row of this.groups.flatMap(({ rows }) => rows)) row.choose(row.issue.number === this.chosen);
  }
}
