// What was found, in words: distance, floor, walking time, and a button to book; or an honest no.

import { bookWord } from "../common/asking.js";
import { h } from "../common/dom.js";
import { addressOf, instants, spanText, untilText } from "../common/time.js";
import { longNote } from "../common/times.js";
import { factsOf, metresText, titleOf } from "../common/words.js";
import { START } from "./legend.js";
import { walkText } from "./walking.js";

function makeActs(space, { window, book, way }) {
  const { from, to } = addressOf(window);
  const query = new URLSearchParams({ from, to, space: space.space_id });
  const button = h("button", { type: "button", class: "button primary",
    "aria-label": `${bookWord(space.asks)} ${titleOf(space)}`, onclick: () => book(space, button) }, space.asks ? "Ask" : "Book");
  const shown = space.hasWay && h("button", { type: "button", class: "button", "aria-expanded": "false",
    "aria-label": `The way to ${titleOf(space)}`, onclick: ({ currentTarget }) => way(space, currentTarget) }, "Way");
  return h("div", { class: "row" }, button, shown || null, h("a", { class: "button", href: `/floors/${space.floor_id}?${query}` }, "On the map"));
}

const factsLine = (space) => h("p", { class: "soft small" }, factsOf(space));

/** What makes the map show the place of a card. One that comes to lie under a resting pointer is not
    meant. */
export const pointedAt = (index, { show }) => ({
  onpointermove: (event) => { if (event.movementX || event.movementY) show(index); },
  onfocusin: () => show(index),
});

/** Where the way begins may be free itself: nobody needs to walk then, and it is no neighbour. */
function itself(space, parts) {
  return h("section", { class: "near-place near-itself", "aria-label": `${titleOf(space)} itself`, ...pointedAt(null, parts) },
    h("header", {}, h("h2", {}, parts.isKnown ? `${titleOf(space)} itself is free` : `${titleOf(space)} itself`), h("span", { class: "near-pin near-start", "aria-hidden": "true" }, START)),
    factsLine(space), makeActs({ ...space, hasWay: false }, parts));
}

function place(space, index, parts) {
  const { floorId } = parts;
  return h("li", { class: "near-place", ...pointedAt(index, parts) },
    h("header", {}, h("h3", {}, `${index + 1}. ${titleOf(space)}`), space.distance_m === undefined ? null : h("strong", {}, metresText(space.distance_m))),
    h("p", { class: "soft small" }, space.floor_id === floorId ? null : h("strong", {}, "Another floor: "), `${space.floor_name}, ${space.building_name} · ${walkText(space.walk_s)}${space.isStraight ? ", in a straight line" : ""}`),
    factsLine(space), makeActs(space, parts));
}

/** How far was looked; a search on the phone knows its own building alone. */
const nothingWords = (looked, other) => `Nothing ${other}is free ${looked === null ? "in this building" : `within ${metresText(looked)}`}.`;

function nothing(answer, zone, date) {
  if (answer.why === "nowhere") {
    return h("div", { class: "notice warning" },
      h("p", {}, h("strong", {}, "Places are free, and no way is known to them for this way of moving.")),
      h("p", {}, "Choose another way of moving, or look at the floor's map."));
  }
  if (answer.why === "closed") {
    return h("div", { class: "notice warning" }, h("p", {}, h("strong", {}, answer.said)),
      h("p", {}, "Choose another way of moving, or other hours."));
  }
  const later = answer.next_free_at
    ? `Something becomes free at ${untilText(answer.next_free_at, date, zone)}.` : "Try other hours or fewer filters.";
  return h("div", { class: "notice warning" },
    h("p", {}, h("strong", {}, nothingWords(answer.looked_m, ""))), h("p", {}, later));
}

/** For which hours “Book” books: they may be those of the next working day. */
export function hoursLine({ window, zone }) {
  const { from, to } = instants(window, zone);
  return h("p", { class: "soft" }, spanText(from, to, zone));
}

function others({ own, spaces, looked_m: looked }, parts) {
  if (spaces.length === 0) return [h("p", {}, nothingWords(looked, "else "))];
  const list = h("ol", { class: "stack near-list" }, ...spaces.map((space, index) => place(space, index, parts)));
  return [h("h2", {}, `${spaces.length}${own ? " more" : ""} ${parts.isKnown ? "free" : "places"}, nearest first`), hoursLine(parts), list];
}

/** The answer as nodes; `own` is the place that the way begins at, where it is free itself. Whether any of them is
    free may not be known (`isKnown`). */
export function answerNodes(answer, { isKnown = answer.isKnown ?? true, ...more }) {
  const { own, spaces } = answer;
  const parts = { ...more, isKnown };
  if (!own && spaces.length === 0 && answer.refusal) return [problemNode({ message: answer.refusal.detail, advice: answer.refusal.advice })];
  if (!own && spaces.length === 0) return [nothing(answer, parts.zone, parts.window.date)];
  const vague = answer.precision === "floor" && h("p", { class: "hint" }, "Your position is not exact enough to tell one desk from the next; the distances are rough.");
  const proven = answer.said && spaces.length > 0 && h("p", { class: "hint", "data-exact": String(answer.exact) }, answer.said);
  return [longNote(parts.window, parts.zone), own && itself(own, parts), vague, answer.zones, ...others(answer, parts), proven].filter(Boolean);
}

export function problemNode(problem) {
  return h("div", { class: "notice problem", role: "alert" },
    h("p", {}, h("strong", {}, problem.message)), problem.advice && h("p", {}, problem.advice));
}
