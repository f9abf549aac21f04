// Asking this phone: the same with a connection, from what was just downloaded, and without one, from
// what was kept.

import { h } from "../common/dom.js";
import { instants } from "../common/time.js";
import { ageText } from "../offline/age.js";
import { arriving } from "../offline/wishing.js";
import { titleOf } from "../common/words.js";
import { tells, tooVague } from "./around.js";
import { mostFor } from "./found.js";

/** Places that are asked for often, as the API knows them. */
export const PLACES = { quiet: { kind: null, features: [], quiet: true }, booth: { kind: "booth", features: [] }, charger: { kind: "parking", features: ["charger"] } };

/** How old an answer is of what was kept, and what it does not know. */
function ageNode({ asOf, told }, zone) {
  return h("div", { class: "notice warning near-age" }, h("p", {}, h("strong", {}, `${ageText(asOf, zone)}.`), " ", told),
    h("p", {}, "What you book waits on this phone, and is sent as soon as there is a connection."));
}

/** For who has scanned the code of a place without a connection: to say that one is there. */
function hereNode(space, floor) {
  return h("section", { class: "near-place near-here", "aria-label": `You are at ${titleOf(space)}` },
    h("h2", {}, `You are at ${titleOf(space)}`), ...arriving(space, { id: floor.id, zone: floor.timeZone }));
}

/** A function that searches on this phone, and shows what it found; `bookFor(hours, floor)` gives what books. */
export function makePhoneSearch({ device, origin, filters, walker, found, bookFor }) {
  return async (window, floor, what) => {
    const { start } = await origin.find(floor.id);
    if (start.position && tells(start.position) === "building") throw tooVague(start.position);
    const hours = instants(window, floor.timeZone);
    const wanted = { ...filters.value(), ...PLACES[what], limit: mostFor(start) };
    const answer = await device.nearest(start, { floorId: floor.id, hours, profile: walker.value(), wanted });
    const isHere = start.isScanned && start.space.bookable && answer.asOf;
    const first = answer.asOf ? [isHere && hereNode(start.space, floor), ageNode(answer, floor.timeZone)].filter(Boolean) : [];
    await found(answer, start, { window, floor, first, book: bookFor(hours, floor, what) });
  };
}
