// Keeps floors for when there is no connection: their drawings, which never change under their
// address, and what was last free, without anybody's name. Full storage costs only what is kept.

import { read, readAll, remove, write } from "./database.js";
import { LET_GO, PLANS, alone } from "./names.js";
import { settleOwner } from "./owner.js";

export const MOST_BYTES = 50 * 1024 * 1024;
// Of what the browser would let us have.
const MOST_SHARE = 0.2;
// What is told of a place; whose it is, is not.
const TOLD = ["id", "status", "until", "left", "places"];
// What only the person who looks is told, as anybody else sees it.
const OTHERS_SEE = { yours: "taken", not_for_you: "taken" };

/** An availability document as it is kept: nobody's name, no booking, nothing of who asked. */
export function withoutPeople({ floor_id, from, to, version, plan, spaces }) {
  const bare = (space) => Object.fromEntries(TOLD.filter((key) => key in space).map((key) => [key, space[key]]));
  const shown = spaces.map((space) => ({ ...bare(space), status: OTHERS_SEE[space.status] ?? space.status }));
  return { floor_id, from, to, version, plan: plan && { digest: plan.digest }, spaces: shown };
}

async function mostBytes() {
  const { quota = Infinity } = await navigator.storage.estimate();
  return Math.min(MOST_BYTES, quota * MOST_SHARE);
}

const bytesOf = (kept) => kept.reduce((sum, { bytes }) => sum + bytes, 0);

/** Floors, and the ways of buildings: what takes space here, that of the longest ago first. */
async function byAge() {
  const [floors, ways] = await Promise.all([readAll("floors"), readAll("ways")]);
  const kept = [...floors.map((floor) => ({ ...floor, store: "floors" })), ...ways.map((each) => ({ ...each, store: "ways", plans: [] }))];
  return kept.sort((a, b) => a.used_at - b.used_at);
}

async function drop({ store, id, name, building }) {
  await remove(store, id);
  if (store === "floors") await remove("statuses", id);
  await write("notes", { id: LET_GO, what: store === "floors" ? `${name}, ${building}` : `the ways of ${building}`, at: Date.now() });
}

/** What was last let go because there was no space left for it, {what, at}, or undefined. */
export const lastLetGo = () => read("notes", LET_GO).catch(() => undefined);

/** Let go of what was not looked at for the longest time, until `most` bytes suffice, and of drawings
    that no floor has any more. */
export async function tidy(most) {
  const kept = await byAge();
  while (bytesOf(kept) > most && kept.length > 1) await drop(kept.shift());
  const known = new Set(kept.flatMap(({ plans }) => plans.map(({ url }) => url)));
  const cache = await caches.open(PLANS);
  const old = (await cache.keys()).filter(({ url }) => !known.has(new URL(url).pathname));
  await Promise.all(old.map((request) => cache.delete(request)));
}

const addressOf = (id, digest) => `/floors/${id}/map/${digest}.json`;
const isOver = ({ until }) => until && Date.parse(until) <= Date.now();

async function keepDrawings(plans) {
  const cache = await caches.open(PLANS);
  let bytes = 0;
  for (const { url } of plans) {
    const answer = (await cache.match(url)) ?? (await fetch(url));
    if (!answer.ok) throw new Error(`no drawing at ${url}`);
    const content = await answer.blob();
    bytes += content.size;
    await cache.put(url, new Response(content, { headers: { "Content-Type": "application/json" } }));
  }
  return bytes;
}

/** The same once more after making room, where there was none. */
export async function orMakeRoom(doing) {
  try {
    return await doing();
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    await tidy(bytesOf(await byAge()) / 2);
    return doing();
  }
}

async function fetchFloor(id) {
  const answer = await fetch(`/api/v1/floors/${id}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no floor ${id}`);
  const told = await answer.json();
  const plans = told.plans.filter((plan) => !isOver(plan)).map(({ from, until, map_digest: digest }) => ({ from, until, digest, url: addressOf(id, digest) }));
  return { id, name: told.name, building: told.building_name, zone: told.time_zone, heading: told.heading_deg, plans };
}

/** Keep a floor with its drawings; it counts as looked at now. Never fails. */
export async function keepFloor(id) {
  if (!(await settleOwner())) return;
  await alone("keeping", async () => {
    const floor = await fetchFloor(id);
    await orMakeRoom(async () => {
      const bytes = await keepDrawings(floor.plans);
      await write("floors", { ...floor, bytes, used_at: Date.now() });
    });
    await tidyUp();
  }).catch(() => {});
}

/** Keep what is free on a floor as of an instant. Never fails. */
export async function keepStatus(document, asOf) {
  if (!(await settleOwner())) return;
  await orMakeRoom(() => write("statuses", { ...withoutPeople(document), as_of: asOf })).catch(() => {});
}

/** Let go of what is too much, of what the browser would let us have and of our own measure. */
export const tidyUp = async () => tidy(await mostBytes());

/** A kept floor's drawing, as it was read of the service; null where it is gone. */
export async function keptDrawing({ url }) {
  const cache = await caches.open(PLANS);
  return (await cache.match(url))?.json() ?? null;
}

export const keptFloors = () => readAll("floors").catch(() => []);
export const keptStatus = (id) => read("statuses", id).catch(() => undefined);
