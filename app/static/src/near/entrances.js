// The entrances that one comes in by: whether there are any to begin at, and where they are.

import { api } from "../common/api.js";
import { one } from "../common/dom.js";
import { once } from "./drawings.js";

/** The line of the first entrance that a drawing shows; null where it shows none. */
const drawnIn = ({ openings }) => (openings?.features ?? []).find(({ properties: { kind } }) => kind === "entrance")?.geometry.coordinates ?? null;

/** What drawings tell of entrances, for who searches on the device: the service is asked for nothing. */
export const drawnEntrances = (planOf) => ({
  startAt: async () => ({ door: null }),
  start: async (floorId) => ({ door: drawnIn(await planOf(floorId)) }),
  has: async (floorId) => drawnIn(await planOf(floorId)) !== null,
  offer: () => {},
});

/** `planOf(floorId)` resolves to a floor's drawing; `floorId` and `isThere` tell of the floor that the page began with.
    While `isSilent()` the service is asked for nothing, and drawings tell. */
export function makeEntrances(planOf, { floorId: first, isThere, isSilent }) {
  const asked = new Map();
  const drawn = drawnEntrances(planOf);
  /** The entrances of a floor's building, the one to begin at first; kept while the page is open. */
  const of = (floorId) => once(asked, floorId, async () => (await api("GET", `/floors/${floorId}/entrances`)).entrances);

  /** What the map marks of an entrance {floor_id, number, name}: its line as [lon, lat], its floor and its name. */
  async function startAt(entrance) {
    if (!entrance) return { door: null };
    const { openings } = await planOf(entrance.floor_id);
    const door = openings?.features[entrance.number - 1]?.geometry.coordinates ?? null;
    return { door, home: entrance.floor_id, name: entrance.name };
  }

  return {
    startAt,
    has: async (floorId) => (isSilent() ? drawn.has(floorId) : (await of(floorId)).length > 0),
    start: async (floorId) => (isSilent() ? drawn.start(floorId) : startAt((await of(floorId))[0])),
    /** Offer “The entrance” where there is one to begin at; who had chosen it begins at the position instead. */
    async offer(picker, origin) {
      if (isSilent()) return;
      const floorId = picker.value;
      const isOffered = floorId === first && !asked.has(floorId) ? isThere : (await of(floorId).catch(() => [])).length > 0;
      if (picker.value !== floorId) return;
      one('[data-origin="entrance"]').hidden = !isOffered;
      if (!isOffered && origin.kind() === "entrance") origin.choose("position");
    },
  };
}
