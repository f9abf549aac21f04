// What is kept on this device, as a list.

import { h, one } from "../common/dom.js";
import { ageText, everyMinute } from "./age.js";
import { keptStatus, lastLetGo } from "./keeping.js";

const NOTHING = "No floor is kept on this device yet. Floors that you look at, and those of your starred places, are kept for such moments.";
const NO_WAYS = "“Near me” needs the ways of a building on this phone. When you are connected, open it, choose a floor and switch “Search on this phone” on.";
const KILOBYTE = 1024;
const MEGABYTE = KILOBYTE * KILOBYTE;

const sizeText = (bytes) => (bytes < MEGABYTE ? `${Math.ceil(bytes / KILOBYTE)} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`);

async function floorRow(floor) {
  const status = await keptStatus(floor.id);
  const age = h("span", { class: "soft small" });
  everyMinute(age, () => (status ? ageText(status.as_of, floor.zone) : "The plan, without what is free"));
  return h("li", {}, h("a", { class: "kept-row", href: `/floors/${floor.id}` }, h("strong", {}, floor.name), h("span", { class: "soft" }, floor.building), age));
}

/** The buildings whose ways are here. How one goes there says something about a person: a list does not tell it. */
function nearNodes(ways) {
  if (ways.length === 0) return [];
  const buildings = [...new Set(ways.map(({ building }) => building))];
  const rows = buildings.map((building) =>
    h("li", {}, h("a", { class: "kept-row", href: "/near" }, h("strong", {}, building), h("span", { class: "soft" }, "Search without a connection"))));
  return [h("h2", {}, "Near me"), h("ul", { class: "kept-rows", id: "offline-ways" }, ...rows)];
}

/** Fill the page with what is kept; `isNear` says that somebody wanted what is near. */
export async function showList(floors, ways, { isNear }) {
  const side = one("#offline-side");
  if (isNear) side.append(h("p", {}, NO_WAYS));
  side.append(...nearNodes(ways));
  if (floors.length === 0) {
    side.append(h("p", {}, NOTHING));
    return;
  }
  const rows = await Promise.all([...floors].sort((a, b) => b.used_at - a.used_at).map(floorRow));
  const bytes = [...floors, ...ways].reduce((sum, each) => sum + each.bytes, 0);
  const gone = await lastLetGo();
  side.append(h("h2", {}, "Floors"), h("ul", { class: "kept-rows", id: "offline-floors" }, ...rows),
    h("p", { class: "hint" }, `${sizeText(bytes)} on this device. What was not used for the longest time makes room when there is too much.`
      + `${gone ? ` Last to go: ${gone.what}.` : ""}`));
}
