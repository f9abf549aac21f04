// What somebody looks for on a floor, as this device kept it.

import { recall } from "../common/kept.js";

export const NONE = { kinds: [], features: [], facts: [], onlyFree: false };
/** What the plan may tell of a place, as people look for it. */
export const FACTS = { near_window: "Near a window", back_to_wall: "Back to the wall", step_free: "Reached without a step" };

/** The filters kept on this device, without those that mean nothing on this floor. */
export function keptFilters({ kinds, features }) {
  const kept = { ...NONE, ...recall("filters", NONE) };
  return {
    kinds: kept.kinds.filter((kind) => kinds.includes(kind)),
    features: kept.features.filter((feature) => features.includes(feature)),
    facts: kept.facts.filter((fact) => fact in FACTS),
    onlyFree: Boolean(kept.onlyFree),
  };
}
