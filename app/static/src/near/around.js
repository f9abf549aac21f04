// What is around a position: buildings with what is free in them, for whoever asks that, is far away,
// or whose position does not tell one desk from the next.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { addressOf } from "../common/time.js";
import { metresText } from "../common/words.js";
import { hoursLine, problemNode } from "./answer.js";

// As in the service: above this a desk of an answer may be the neighbour's.
const OF_A_SPACE_M = 30;
// Wider than most floors: which of them is meant is not known, whatever their order says.
const OF_A_FLOOR_M = 150;
const OF_A_TOWN_M = 5000;

/** How much a position tells: "space", "zone" or "building". */
export function tells({ accuracy_m: accuracyM }) {
  if (accuracyM <= OF_A_SPACE_M) return "space";
  return accuracyM <= OF_A_FLOOR_M ? "zone" : "building";
}

function vagueWords(accuracyM) {
  const how = accuracyM > OF_A_TOWN_M
    ? "Your device knows only roughly which town you are in"
    : `Your position is known to ${metresText(accuracyM)} only, so that one floor cannot be told from the next`;
  return `${how}. For the way to a place scan a code near you, or name a desk or room.`;
}

/** What is said where only the building is known and the service is not asked. */
export const tooVague = ({ accuracy_m: accuracyM }, message = "Your position is too vague to search on this phone.") => Object.assign(new Error(message),
  { advice: vagueWords(accuracyM), code: "too_vague" });

const distanceText = ({ distance_m: away }, accuracyM) =>
  (away <= accuracyM ? "You may be here" : `about ${metresText(away)}`);

const freeText = (count) => (count === 0 ? "nothing free" : `${count} free`);

function building(each, accuracyM, window) {
  const { from, to } = addressOf(window);
  const link = (floor) => h("a", { class: "button", href: `/floors/${floor.id}?${new URLSearchParams({ from, to })}` }, `${floor.name}: ${freeText(floor.free)}`);
  const site = each.site_name === each.name ? null : `${each.site_name} · `;
  return h("li", { class: "near-place" },
    h("header", {}, h("h3", {}, each.name), h("strong", {}, distanceText(each, accuracyM))),
    h("p", { class: "soft small" }, site, freeText(each.free)),
    h("div", { class: "chips" }, ...each.floors.map(link)));
}

/** What is around a position, asked for the hours and filters of a body of the API. */
export const askAround = (position, { from, to, kind, features, floor_id: floorId }) =>
  api("POST", "/nearby", { body: { ...position, from, to, kind, features, floor_id: floorId }, isRead: true });

/** The zones of the floor with what is free, for a position that is right to a zone at best. */
export function zonesNode({ zones }) {
  const told = zones.filter(({ free }) => free > 0);
  if (told.length === 0) return null;
  return h("p", { class: "hint near-zones" }, `Free on this floor: ${told.map(({ name, free }) => `${name} ${free}`).join(", ")}.`);
}

/** The answer as nodes; `problem` is why there are no places, null where somebody asked for buildings. */
export function aroundNodes({ buildings }, { accuracy_m: accuracyM }, { window, zone, problem }) {
  const isVague = tells({ accuracy_m: accuracyM }) === "building";
  announce(`${buildings.length} buildings around you`);
  return [
    problem && problemNode(problem),
    h("h2", {}, "Around you"),
    isVague && h("p", { class: "notice warning near-vague" }, vagueWords(accuracyM)),
    hoursLine({ window, zone }),
    buildings.length ? h("ol", { class: "stack near-list" }, ...buildings.map((each) => building(each, accuracyM, window)))
      : h("p", {}, "No building has a plan yet."),
  ].filter(Boolean);
}
