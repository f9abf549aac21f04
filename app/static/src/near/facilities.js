// The nearest of what nobody books, by the way there.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { walkText } from "./walking.js";

/** What can be asked for, in words; the keys are those of the API. */
export const FACILITIES = { toilet: "Toilet", defibrillator: "Defibrillator", first_aid: "First aid", exit: "Way out" };

/** An entrance is no origin of ways; who names one is asked for something else. */
function noOrigin() {
  return Object.assign(new Error("Ways begin at your position or at a place."),
    { advice: "Choose “Where I am” or “A desk or room”, or scan a code near you.", code: "no_origin" });
}

export async function askFacilities(asked, what, profile, floorId) {
  if ("entrance" in asked) throw noOrigin();
  return api("POST", "/nearest-facilities", { body: { ...asked, floor_id: floorId, what, profile }, isRead: true });
}

const row = (each, index, { way }) => h("li", { class: "near-place" },
  h("header", {}, h("h3", {}, `${index + 1}. ${each.name}`), h("strong", {}, walkText(each.walk_s))),
  h("p", { class: "soft small" }, each.floor_name),
  each.space_id && h("div", { class: "row" }, h("button", { type: "button", class: "button", "aria-expanded": "false",
    "aria-label": `The way to ${each.name}`, onclick: ({ currentTarget }) => way(each, currentTarget) }, "Way")));

/** The answer as nodes; `way(facility, button)` shows the way there. */
export function facilityNodes({ found }, what, parts) {
  announce(`${found.length} found`);
  return [h("h2", {}, `${FACILITIES[what]}, nearest first`), h("ol", { class: "stack near-list" }, ...found.map((each, n) => row(each, n, parts)))];
}
