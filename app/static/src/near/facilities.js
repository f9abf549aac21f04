// The nearest of what nobody books, by the way there.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { pointedAt } from "./answer.js";
import { walkText } from "./walking.js";

/** What can be asked for, in words; the keys are those of the API. */
export const FACILITIES = { toilet: "Toilet", defibrillator: "Defibrillator", first_aid: "First aid", exit: "Way out" };

export const askFacilities = (asked, what, profile, floorId) =>
  api("POST", "/nearest-facilities", { body: { ...asked, floor_id: floorId, what, profile }, isRead: true });

const row = (each, index, { way, show }) => h("li", { class: "near-place", ...pointedAt(index, { show }) },
  h("header", {}, h("h3", {}, `${index + 1}. ${each.name}`), h("strong", {}, walkText(each.walk_s))),
  h("p", { class: "soft small" }, each.floor_name),
  h("div", { class: "row" }, h("button", { type: "button", class: "button", "aria-expanded": "false",
    "aria-label": `The way to ${index + 1}. ${each.name}`, onclick: ({ currentTarget }) => way(each, currentTarget) }, "Way")));

/** The answer as nodes; `way(facility, button)` shows the way there, `show(index)` its place on the map. From a
    position that `isRough` another may be nearer. */
export function facilityNodes({ found }, what, parts) {
  announce(`${found.length} found`);
  const rough = parts.isRough && h("p", { class: "hint" }, "Your position is not exact enough to be sure of the order; the times are rough.");
  return [h("h2", {}, `${FACILITIES[what]}, nearest first`), rough || null, h("ol", { class: "stack near-list" }, ...found.map((each, n) => row(each, n, parts)))].filter(Boolean);
}
