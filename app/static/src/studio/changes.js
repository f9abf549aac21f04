// Compared with what the floor shows now: what becomes of each place and why, and whose bookings.

import { h } from "../common/dom.js";
import { kindText } from "../common/words.js";
import { note } from "./note.js";
import { inWords, plural } from "./words.js";

const WORDS = { gone: "Gone", merged: "Merged", split: "Split", resized: "Resized", moved: "Moved", new: "New", same: "The same" };
// A fact beside the verdict: what is renamed may be the same, moved or resized.
const RENAMED = "renamed";
const SHOWN_AT_ONCE = 150;
// What the whole plan did, or a wing of it.
const WHOLE = /^(PLAN_(SHIFTED|TURNED|SCALED|MIRRORED)|WING_(MOVED|MIRRORED))$/;
const UNSURE_BELOW = 0.7;

function detail(change) {
  const said = [kindText(change.kind)];
  if (change.renamed) said.push(`was ${change.old_name}`);
  return said.join(", ");
}

function sureness(change) {
  const share = `${Math.round(change.score * 100)}% sure`;
  return change.score < UNSURE_BELOW ? `${share}: look at it` : share;
}

function bookings(change) {
  if (!change.bookings) return "";
  return `${plural(change.bookings, "booking")} ${change.loses_bookings ? "lose their place" : "stay"}`;
}

function row(change) {
  return h("tr", { "data-change": change.change, "data-loses": change.loses_bookings ? "true" : null, "data-unsure": change.score < UNSURE_BELOW ? "true" : null },
    h("td", {}, h("span", { class: "change-mark", "data-change": change.change }, WORDS[change.change] ?? change.change)),
    h("th", { scope: "row" }, change.name || kindText(change.kind), h("span", { class: "soft small" }, detail(change)), h("span", { class: "small change-why" }, change.why, " ", h("span", { class: "soft change-sure" }, sureness(change)))),
    h("td", { class: "small" }, bookings(change)));
}

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

export const isFirst = (preview) => preview.changes.every((change) => change.change === "new");

export function changesPanel(panel, preview) {
  if (!preview) {
    panel.replaceChildren(h("p", { class: "soft" }, "Only a draft is compared with what the floor shows."));
    return;
  }
  if (isFirst(preview)) {
    panel.replaceChildren(h("p", {}, `This floor shows no plan yet: ${plural(preview.changes.length, "place")} would be new.`));
    return;
  }
  const order = Object.keys(WORDS);
  const all = [...preview.changes].sort((a, b) => b.loses_bookings - a.loses_bookings || order.indexOf(a.change) - order.indexOf(b.change));
  const wanted = new Set([...order.filter((change) => change !== "same"), RENAMED]);
  const body = h("tbody");
  const rest = h("p", { class: "small soft" });

  function fill() {
    const shown = all.filter((change) => wanted.has(change.change) || (change.renamed && wanted.has(RENAMED)));
    body.replaceChildren(...shown.slice(0, SHOWN_AT_ONCE).map(row));
    if (!shown.length) body.append(h("tr", {}, h("td", { colspan: 3, class: "soft" }, "None.")));
    rest.textContent = shown.length > SHOWN_AT_ONCE ? `And ${shown.length - SHOWN_AT_ONCE} more.` : "";
  }

  const chips = [...order, RENAMED].filter((change) => preview.counts[change] > 0).map((change) => {
    const input = h("input", { type: "checkbox", checked: wanted.has(change), onchange: () => { if (input.checked) wanted.add(change); else wanted.delete(change); fill(); } });
    return h("label", { class: "chip" }, input, `${WORDS[change] ?? "Renamed"} ${preview.counts[change]}`);
  });
  panel.replaceChildren(
    h("p", {}, changeSentence(preview.counts)),
    ...preview.warnings.filter((each) => WHOLE.test(each.code)).map((each) => note("warning", each.message, each.advice)),
    preview.held_bookings > 0
      ? note("warning", `${plural(preview.held_bookings, "booking")} would lose the place.`, "They are kept aside: their people see it under My bookings and choose another place.")
      : h("p", { class: "soft" }, "No booking loses its place."),
    h("div", { class: "chips", role: "group", "aria-label": "Show" }, ...chips),
    h("div", { class: "table-frame" }, h("table", { class: "plain-table changes" }, h("caption", { class: "visually-hidden" }, "Changes"),
      h("thead", {}, h("tr", {}, ...["Change", "Place", "Bookings"].map((words) => h("th", { scope: "col" }, words)))), body)),
    rest);
  fill();
}
