// Who walks, and what is asked and told of the ways there.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";

const MINUTE_S = 60;
const WALKERS = [["on_foot", "On foot"], ["step_free", "Without steps"], ["wheelchair", "By wheelchair"], ["pram", "With a pram"]];

export const walkText = (seconds) => (seconds < MINUTE_S ? "under a minute" : `${Math.round(seconds / MINUTE_S)} min walk`);

/** How one goes, within a sentence. */
export function profileWords(profile) {
  const words = new Map(WALKERS).get(profile) ?? profile;
  return `${words[0].toLowerCase()}${words.slice(1)}`;
}

/** The choice of who walks. It says something about a person, so nothing remembers it. */
export function makeWalker(box) {
  const choice = h("select", { class: "input", id: "near-walker" }, ...WALKERS.map(([value, words]) => h("option", { value }, words)));
  box.append(h("div", { class: "field" }, h("label", { for: "near-walker" }, "How you go"), choice));
  return {
    value: () => choice.value,
  };
}

/** A place of the answer with what the way there takes; where none is known it is a straight line. */
const ofWalk = ({ space, walk_s: walkS, walk_m: walkM, measured }) =>
  ({ ...space, walk_s: walkS, distance_m: walkM, hasWay: measured === "way", isStraight: measured === "straight" });

/** The nearest places for a body of the API, by the way there. */
export async function nearestFor(body, profile) {
  const found = await api("POST", "/nearest-by-walking", { body: { ...body, profile }, isRead: true });
  return { ...found, spaces: found.spaces.map(ofWalk) };
}
