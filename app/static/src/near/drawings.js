// The drawings of floors for the small map of an answer.

import { api, immutable } from "../common/api.js";
import { planFor } from "../floor/inforce.js";

/** What was asked for under a key before, or is asked for now; what failed is asked again. */
export function once(known, key, ask) {
  if (!known.has(key)) {
    known.set(key, ask());
    known.get(key).catch(() => known.delete(key));
  }
  return known.get(key);
}

/** A floor's drawing in the hours that are asked for; which plans it has is asked once, and the same
    plan is the same object. */
export function makePlans(windowNow) {
  const floors = new Map();
  const drawings = new Map();
  return async (floorId) => {
    const { plans, time_zone: zone } = await once(floors, floorId, () => api("GET", `/floors/${floorId}`));
    const { map_digest: digest } = planFor(plans, windowNow(), zone);
    return once(drawings, digest, () => immutable(`/floors/${floorId}/map/${digest}.json`));
  };
}
