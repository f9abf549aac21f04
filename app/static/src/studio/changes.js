// Compared with what the floor shows now: the same, moved, renamed, new, gone, and whose bookings.

import { h } from "../common/dom.js";
import { kindText } from "../common/words.js";
import { note } from "./note.js";
import { inWords, metres, plural } from "./words.js";

const WORDS = { gone: "Gone", moved: "Moved", renamed: "Renamed", new: "New", same: "The same" };
const SHOWN_AT_ONCE = 150;

function detail(change) {
  if (change.change === "moved" && change.moved_m !== null) return `by ${metres(change.moved_m)}`;
  if (change.old_name && change.old_name !== change.name) return `was ${change.old_name}`;
  return "";
}

function bookings(change) {
  if (!change.bookings) return "";
  return `${plural(change.bookings, "booking")} ${change.loses_bookings ? "lose their place" : "stay"}`;
}

function row(change) {
  return h("tr", { "data-change": change.change, "data-loses": change.loses_bookings ? "true" : null },
    h("td", {}, h("span", { class: "change-mark", "data-change": change.change }, WORDS[change.change] ?? change.change)),
    h("th", { scope: "row" }, `${change.name || kindText(change.kind)}`, h("span", { class: "soft small" }, kindText(change.kind), detail(change) && `, ${detail(change)}`)),
    h("td", { class: "small" }, bookings(change)));
}

/** "140 stay, 3 move, 2 are new and 1 goes". */
export function changeSentence(counts) {
  const said = [
    [counts.same + (counts.renamed ?? 0), (n) => (n === 1 ? "stays" : "stay")],
    [counts.moved, (n) => (n === 1 ? "moves" : "move")],
    [counts.new, (n) => (n === 1 ? "is new" : "are new")],
    [counts.gone, (n) => (n === 1 ? "goes" : "go")],
  ];
  const parts = said.filter(([number]) => number > 0).map(([number, word]) => `${number.toLocaleString("en-GB")} ${word(number)}`);
  return `Of all places on the floor ${inWords(parts, "none changes")}.`;
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
  const wanted = new Set(order.filter((change) => change !== "same"));
  const body = h("tbody");
  const rest = h("p", { class: "small soft" });

  function fill() {
    const shown = all.filter((change) => wanted.has(change.change));
    body.replaceChildren(...shown.slice(0, SHOWN_AT_ONCE).map(row));
    if (!shown.length) body.append(h("tr", {}, h("td", { colspan: 3, class: "soft" }, "None.")));
    rest.textContent = shown.length > SHOWN_AT_ONCE ? `And ${shown.length - SHOWN_AT_ONCE} more.` : "";
  }

  const chips = order.filter((change) => preview.counts[change] > 0).map((change) => {
    const input = h("input", { type: "checkbox", checked: wanted.has(change), onchange: () => { if (input.checked) wanted.add(change); else wanted.delete(change); fill(); } });
    return h("label", { class: "chip" }, input, `${WORDS[change]} ${preview.counts[change]}`);
  });
  panel.replaceChildren(
    h("p", {}, changeSentence(preview.counts)),
    preview.held_bookings > 0
      ? note("warning", `${plural(preview.held_bookings, "booking")} would lose the place.`, "They are kept aside: their people see it under My bookings and choose another place.")
      : h("p", { class: "soft" }, "No booking loses its place."),
    h("div", { class: "chips", role: "group", "aria-label": "Show" }, ...chips),
    h("div", { class: "table-frame" }, h("table", { class: "plain-table changes" }, h("caption", { class: "visually-hidden" }, "Changes"),
      h("thead", {}, h("tr", {}, ...["Change", "Place", "Bookings"].map((words) => h("th", { scope: "col" }, words)))), body)),
    rest);
  fill();
}
