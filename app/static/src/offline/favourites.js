// The floors of starred places are kept before anybody needs them.

import { instants, usualWindow } from "../common/time.js";
import { read, write } from "./database.js";
import { keepFloor, keepStatus, keptFloors } from "./keeping.js";
import { settleOwner } from "./owner.js";

const NOTE = "favourites";
const AGAIN_MS = 60 * 60 * 1000;
const MOST_FLOORS = 10;
const SETTLED_MS = 4000;

async function told(path) {
  const answer = await fetch(`/api/v1${path}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no answer from ${path}`);
  return answer.json();
}

async function keepAll() {
  if (!(await settleOwner())) return;
  const last = await read("notes", NOTE);
  if (last && Date.now() - last.at < AGAIN_MS) return;
  const starred = await told("/me/favourites");
  for (const id of [...new Set(starred.map(({ floor_id }) => floor_id))].slice(0, MOST_FLOORS)) {
    await keepFloor(id);
    const floor = (await keptFloors()).find((each) => each.id === id);
    if (!floor) continue;
    const hours = instants(usualWindow(Date.now(), floor.zone), floor.zone);
    await keepStatus(await told(`/floors/${id}/availability?${new URLSearchParams(hours)}`), Date.now());
  }
  await write("notes", { id: NOTE, at: Date.now() });
}

/** Keep them once the page has come to rest, at most once an hour. Never fails. */
export function keepFavourites() {
  setTimeout(() => keepAll().catch(() => {}), SETTLED_MS);
}
