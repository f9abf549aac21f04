// What was found, in words: distance, floor, walking time, and a button to book; or an honest no.

import { h } from "../common/dom.js";
import { addressOf, untilText } from "../common/time.js";
import { factsOf, metresText, titleOf } from "../common/words.js";

const MINUTE_S = 60;

const walkText = (seconds) => (seconds < MINUTE_S ? "under a minute" : `${Math.round(seconds / MINUTE_S)} min walk`);

function place(space, index, { window, book, show, floorId }) {
  const { from, to } = addressOf(window);
  const query = new URLSearchParams({ from, to, space: space.space_id });
  const button = h("button", { type: "button", class: "button primary",
    "aria-label": `Book ${titleOf(space)}`, onclick: () => book(space, button) }, "Book");
  // A card that comes to lie under a resting pointer is not meant.
  return h("li", { class: "near-place", onpointermove: (event) => { if (event.movementX || event.movementY) show(index); }, onfocusin: () => show(index) },
    h("header", {}, h("h3", {}, `${index + 1}. ${titleOf(space)}`), h("strong", {}, metresText(space.distance_m))),
    h("p", { class: "soft small" }, space.floor_id === floorId ? null : h("strong", {}, "Another floor: "), `${space.floor_name}, ${space.building_name} · ${walkText(space.walk_s)}`),
    h("p", { class: "soft small" }, factsOf(space)),
    h("div", { class: "row" }, button, h("a", { class: "button", href: `/floors/${space.floor_id}?${query}` }, "On the map")));
}

function nothing(answer, zone, date) {
  const later = answer.next_free_at
    ? `Something becomes free at ${untilText(answer.next_free_at, date, zone)}.` : "Try other hours or fewer filters.";
  return h("div", { class: "notice warning" },
    h("p", {}, h("strong", {}, `Nothing is free within ${metresText(answer.looked_m)}.`)), h("p", {}, later));
}

/** The answer as nodes. */
export function answerNodes(answer, parts) {
  const vague = answer.precision === "floor" && answer.spaces.length > 0
    ? h("p", { class: "hint" }, "Your position is not exact enough to tell one desk from the next; the distances are rough.") : null;
  if (answer.spaces.length === 0) return [nothing(answer, parts.zone, parts.window.date)];
  const list = h("ol", { class: "stack near-list" }, ...answer.spaces.map((space, index) => place(space, index, parts)));
  return [h("h2", {}, `${answer.spaces.length} free, nearest first`), vague, list].filter(Boolean);
}

export function problemNode(problem) {
  return h("div", { class: "notice problem", role: "alert" },
    h("p", {}, h("strong", {}, problem.message)), problem.advice && h("p", {}, problem.advice));
}
