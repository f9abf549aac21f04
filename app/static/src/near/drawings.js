// The drawings of floors for the small map of an answer.

import { api, immutable } from "../common/api.js";
import { planFor } from "../floor/plans.js";

/** A floor's drawing in the hours that are asked for; which plans it has is asked once, and the same
    plan is the same object. */
export function makePlans(windowNow) {
  const floors = new Map();
  const drawings = new Map();
  return async (floorId) => {
    if (!floors.has(floorId)) floors.set(floorId, await api("GET", `/floors/${floorId}`));
    const { plans, time_zone: zone } = floors.get(floorId);
    const { map_digest: digest } = planFor(plans, windowNow(), zone);
    if (!drawings.has(digest)) drawings.set(digest, await immutable(`/floors/${floorId}/map/${digest}.json`));
    return drawings.get(digest);
  };
}
