// On which places booking is asking, because a rule wants somebody's approval.

import { api } from "./api.js";

const asked = new Map();

/** Resolves to the ids of the places of a floor that are asked for, as of an instant. Rules say it
    for the whole day, so it is asked once for each begin. */
export function askingOn(floorId, at) {
  const path = `/floors/${floorId}/asks-approval?${new URLSearchParams({ at })}`;
  if (!asked.has(path)) {
    const found = api("GET", path).then((all) => new Set(all.map((each) => each.space_id)));
    // Without it everything can be booked all the same, and whoever presses is told.
    asked.set(path, found.catch(() => { asked.delete(path); return new Set(); }));
  }
  return asked.get(path);
}

/** Found places ({space_id, floor_id}), each with whether it is asked for (`asks`). */
export async function withAsking(spaces, at) {
  const floors = [...new Set(spaces.map((space) => space.floor_id))];
  const found = new Map(await Promise.all(floors.map(async (id) => [id, await askingOn(id, at)])));
  return spaces.map((space) => ({ ...space, asks: found.get(space.floor_id).has(space.space_id) }));
}

/** What a button says that books, or asks. */
export const bookWord = (asks) => (asks ? "Ask for" : "Book");

/** The same with its hours; with `isMore` to somebody who has such a place then. */
export const bookText = (asks, isMore, hours) => (isMore ? `${asks ? "Ask for it" : "Book"} as well, ${hours}` : `${bookWord(asks)} ${hours}`);
