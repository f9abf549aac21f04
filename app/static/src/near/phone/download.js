// What a phone downloads to search by itself: the ways of a floor's building, its places, and what is
// free. None of it is asked for because of where somebody stands, but for the floor that they chose.

import { api, bytes } from "../../common/api.js";
import { placesOf } from "./places.js";
import { unpack } from "./unpack.js";

/** {ways, shapes, spaces}: the ways for a kind of person, the spaces of each floor as GeoJSON, and of all floors the places {id, floor_id, ...} with
    `isFree` for the hours {from, to}; also what is kept of it: `content`, the ways as bytes, and `statuses` of the floors. */
export async function download(floorId, profile, { from, to }) {
  const content = await bytes(`/floors/${floorId}/phone-ways?${new URLSearchParams({ profile, at: from })}`);
  const ways = unpack(content);
  const hours = new URLSearchParams({ from, to });
  const floors = await Promise.all(ways.floors.map(async ({ id }) => {
    const [shape, status] = await Promise.all([
      api("GET", `/floors/${id}/spaces.geojson?${new URLSearchParams({ at: from })}`),
      api("GET", `/floors/${id}/availability?${hours}`),
    ]);
    return { id, shape, status };
  }));
  const shapes = new Map(floors.map(({ id, shape }) => [id, shape]));
  const spaces = floors.flatMap(({ id, shape, status }) => placesOf(id, shape, freeOn(status)));
  return { ways, shapes, spaces, content, statuses: floors.map(({ status }) => status) };
}

/** A test of a place of the floor, {id}: whether it is free in the hours of an availability document. */
export function freeOn(status) {
  const free = new Set(status.spaces.filter((space) => space.status === "free").map((space) => space.id));
  return ({ id }) => free.has(id);
}
