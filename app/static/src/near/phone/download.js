// What a phone downloads to search by itself: the ways of a floor's building, its places, and what is
// free. None of it is asked for because of where somebody stands, but for the floor that they chose.

import { api, bytes } from "../../common/api.js";
import { unpack } from "./unpack.js";

/** {ways, shapes, spaces}: the ways for a kind of person, the spaces of each floor as GeoJSON, and of all floors the places {id, floor_id, ...} with
    `isFree` for the hours {from, to}. */
export async function download(floorId, profile, { from, to }) {
  const ways = unpack(await bytes(`/floors/${floorId}/phone-ways?${new URLSearchParams({ profile, at: from })}`));
  const hours = new URLSearchParams({ from, to });
  const shapes = new Map();
  const floors = await Promise.all(ways.floors.map(async ({ id }) => {
    const [own, status] = await Promise.all([
      api("GET", `/floors/${id}/spaces.geojson?${new URLSearchParams({ at: from })}`),
      api("GET", `/floors/${id}/availability?${hours}`),
    ]);
    shapes.set(id, own);
    const free = new Set(status.spaces.filter((space) => space.status === "free").map((space) => space.id));
    return own.features.map((feature) => ({ ...feature.properties, features: feature.properties.features ?? [],
      id: feature.id, floor_id: id, isFree: free.has(feature.id) }));
  }));
  return { ways, shapes, spaces: floors.flat() };
}
