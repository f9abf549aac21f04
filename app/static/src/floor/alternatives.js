// Where to go when a place cannot be had: what the refusal offers, or the nearest free ones here.

import { h } from "../common/dom.js";
import { metresText, titleOf } from "../common/words.js";
import { addressOf, windowBetween } from "../common/time.js";
import { otherThings } from "./bringing.js";
import { sample } from "./patterns.js";
import { statusOf } from "./spaces.js";
import { windowText } from "./when.js";

const OFFERED = 3;
const METRES_PER_DEGREE = 111_320;

/** Metres between two anchors of one floor; flat earth is exact enough within a building. */
function metresBetween([lonA, latA], [lonB, latB]) {
  const squeeze = Math.cos((latA * Math.PI) / 180);
  return Math.hypot((lonB - lonA) * squeeze, latB - latA) * METRES_PER_DEGREE;
}

function offer(choice, { spaceOf, select, store }) {
  const words = [sample("free"), h("span", {}, titleOf(choice)), h("span", { class: "soft small" }, choice.note)];
  if (spaceOf(choice.space_id)) {
    const go = () => select(choice.space_id, { look: true, focus: true });
    return h("li", {}, h("button", { type: "button", class: "result", onclick: go }, ...words));
  }
  const { from, to } = addressOf(store.get().window);
  const query = new URLSearchParams({ from, to, space: choice.space_id });
  return h("li", {}, h("a", { class: "result", href: `/floors/${choice.floor_id}?${query}` }, ...words));
}

function noteOf(choice, floorId) {
  const where = choice.floor_id === floorId ? "" : ` · ${choice.floor_name}`;
  return metresText(choice.distance_m) + where;
}

/** A way to the nearest hours that the rules of booking allow, where a rule said no. */
function otherHours(problem, { store, zone }) {
  const nearest = problem.fields?.nearest;
  const window = nearest && windowBetween(nearest.from, nearest.to, zone);
  if (!window) return null;
  const { words = "Take", run } = problem.again ?? {};
  const go = () => (run ? run(window) : store.set({ window: Object.freeze(window), problem: null }));
  return h("div", {}, h("button", { type: "button", class: "button", onclick: go }, `${words} ${windowText(window, zone)}`));
}

/** A refusal in words, with the hours that are allowed or the places that are free instead. */
export function refusal(problem, parts) {
  const choices = problem.alternatives.map((choice) => ({ ...choice, note: noteOf(choice, parts.floorId) }));
  return h("div", { class: "notice problem", role: "alert" },
    h("p", {}, h("strong", {}, problem.message)),
    problem.advice && h("p", {}, problem.advice),
    otherThings(problem, parts),
    otherHours(problem, parts),
    choices.length > 0 && h("div", {}, h("p", { class: "label" }, "Free instead, nearest first"),
      h("ul", { class: "results" }, ...choices.map((choice) => offer(choice, parts)))));
}

/** The nearest free places of the same kind on this floor. */
export function freeNearby(space, state, parts) {
  const free = parts.spaces
    .filter((other) => other.kind === space.kind && statusOf(state, other.id).status === "free")
    .map((other) => ({ ...other, space_id: other.id, metres: metresBetween(space.anchor, other.anchor) }))
    .sort((a, b) => a.metres - b.metres)
    .slice(0, OFFERED)
    .map((other) => ({ ...other, note: metresText(other.metres) }));
  if (free.length === 0) return h("p", { class: "soft" }, "Nothing like it is free on this floor in these hours.");
  return h("section", { class: "panel-part" }, h("h3", {}, "Free nearby"),
    h("ul", { class: "results" }, ...free.map((choice) => offer(choice, parts))));
}
