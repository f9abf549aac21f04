// Which plan of a floor is in force when: for hours that are looked at, and now.

import { DAY_ENDS, DAY_STARTS, instants, wallOf } from "../common/time.js";

export const startOf = ({ from }) => Date.parse(from);
export const endOf = ({ until }) => (until ? Date.parse(until) : Infinity);

/** Whether the hours are over: they can be looked at, and nothing more. */
export function isOver(window, zone) {
  return Date.parse(instants(window, zone).to) <= Date.now();
}

/** The instant whose plan a window is shown on. */
function instantFor(window, zone) {
  const begins = Date.parse(instants(window, zone).from);
  return isOver(window, zone) ? begins : Math.max(begins, Date.now());
}

/** The plan to draw for a window; before the first plan that one. */
export function planFor(plans, window, zone) {
  const at = instantFor(window, zone);
  return plans.find((plan) => startOf(plan) <= at && at < endOf(plan)) ?? plans[0];
}

/** Hours in which the floor has a plan, where its first one is still to come; else `window`. */
export function usefulWindow(plans, window, zone) {
  const first = startOf(plans[0]);
  if (first <= Date.now() || first < Date.parse(instants(window, zone).to)) return window;
  return Object.freeze({ date: wallOf(first, zone).date, from: DAY_STARTS, to: DAY_ENDS });
}
