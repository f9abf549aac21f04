// What the marks on the small map mean, in words: each has a shape of its own, not only a colour.

import { h } from "../common/dom.js";
import { titleOf } from "../common/words.js";

const entry = (mark, words) => h("span", { class: "near-legend-entry" }, mark && h("span", { class: mark.look, "aria-hidden": "true" }, mark.text), words);

/** The letter on the map at the place where the way begins. */
export const START = "S";

function startEntry({ position, space, door, name }, isHere) {
  if (position) return isHere ? entry({ look: "near-dot", text: "" }, "About where you are") : entry(null, "You are on another floor");
  if (!space && !door) return null;
  const words = `Start: ${door ? name ?? "the entrance" : titleOf(space)}`;
  return isHere ? entry({ look: "near-pin near-start", text: START }, words) : entry(null, `${words}, on another floor`);
}

/** The entries for what a floor shows: `start` is {position}, {space} or {door}, and `marks` what its numbers mean, `first` the lowest number
    of a place on it, if there is one, `hasWay` whether a way crosses it. */
export function legendNodes(start, isHere, first, hasWay) {
  const places = first === undefined ? null : entry({ look: "near-pin", text: String(first + 1) }, start.marks ?? "Free");
  const way = hasWay ? entry({ look: "near-way-sample", text: "" }, "The way") : null;
  return [startEntry(start, isHere), places, way].filter(Boolean);
}
