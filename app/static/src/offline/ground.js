// What a search on this phone finds of a building that was downloaded, without a connection.

import { spanText, windowBetween, usualWindow } from "../common/time.js";
import { planFor } from "../floor/inforce.js";
import { freeOn } from "../near/phone/download.js";
import { placesOf } from "../near/phone/places.js";
import { unpack } from "../near/phone/unpack.js";
import { profileWords } from "../near/walking.js";
import { keptDrawing, keptFloors, keptStatus } from "./keeping.js";
import { keptWays } from "./ways.js";

const refusal = (code, message, advice) => Object.assign(new Error(message), { code, advice });

function notKept(floor, ofFloor) {
  if (ofFloor.length === 0) {
    return refusal("ways_not_kept", `The ways of ${floor?.building ?? "this building"} are not on this phone.`,
      "Choose a building that is, or switch “Search on this phone” on there when you are connected.");
  }
  return refusal("ways_not_kept", "The ways for how you go are not on this phone.",
    `Here are those ${ofFloor.map(({ profile }) => profileWords(profile)).join(", ")}. Search for the others once when you are connected.`);
}

const covers = (status, { from, to }) => Date.parse(status.from) <= Date.parse(from) && Date.parse(to) <= Date.parse(status.to);

/** A kept floor with its drawing and what is known of its hours; null where it is gone. */
async function floorOf(kept, hours) {
  if (!kept) return null;
  const window = windowBetween(hours.from, hours.to, kept.zone) ?? usualWindow(Date.now(), kept.zone);
  const plan = planFor(kept.plans, window, kept.zone);
  const [drawing, status] = await Promise.all([plan && keptDrawing(plan), keptStatus(kept.id)]);
  if (!drawing) return null;
  return { ...kept, drawing, status: status?.plan?.digest === plan.digest ? status : null };
}

const joined = (floors) => floors.map(({ name }) => name).join(", ");

/** What is said above an answer of what is kept, sentences in the order of weight. */
function saidOf(floors, known, gone, zone) {
  const said = [];
  const other = floors.find(({ status }) => status)?.status;
  if (known.length === 0) {
    said.push("Whether these are free in the hours you chose is not known on this phone.");
    if (other) said.push(`It knows ${spanText(other.from, other.to, zone)}.`);
  } else if (known.length < floors.length) {
    said.push(`What is free is not known here of ${joined(floors.filter((each) => !known.includes(each)))}.`);
  }
  if (gone > 0) said.push(`${gone === 1 ? "One floor" : `${gone} floors`} of the building had to make room, and ${gone === 1 ? "was" : "were"} not looked at.`);
  return said.join(" ");
}

/** As `download` of near/phone: of what is kept on this device. Also `asOf`, the age of its oldest part, `isKnown`, whether
    it is known what is free in these hours (else every place that can be booked counts), and `told` about that. Throws a refusal. */
export async function keptDownload(floorId, profile, hours) {
  const [all, kept] = await Promise.all([keptWays(), keptFloors()]);
  const ofFloor = all.filter(({ floors }) => floors.includes(floorId));
  const own = ofFloor.find((each) => each.profile === profile);
  const byId = new Map(kept.map((floor) => [floor.id, floor]));
  if (!own) throw notKept(byId.get(floorId), ofFloor);
  const ways = unpack(own.content);
  const found = await Promise.all(own.floors.map((id) => floorOf(byId.get(id), hours)));
  const floors = found.filter(Boolean);
  const known = floors.filter(({ status }) => status && covers(status, hours));
  const isKnown = known.length > 0;
  const isFree = (floor) => {
    if (!isKnown) return ({ bookable }) => bookable;
    return known.includes(floor) ? freeOn(floor.status) : () => false;
  };
  return {
    ways, isKnown,
    shapes: new Map(floors.map(({ id, drawing }) => [id, drawing.spaces])),
    spaces: floors.flatMap((floor) => placesOf(floor.id, floor.drawing.spaces, isFree(floor))),
    asOf: Math.min(own.as_of, ...floors.flatMap(({ status }) => status?.as_of ?? [])),
    told: saidOf(floors, known, found.length - floors.length, byId.get(floorId)?.zone),
  };
}

/** A function that resolves to a kept floor's drawing in the hours of `windowNow()`; throws a refusal where it is gone. */
export function makeKeptPlans(windowNow) {
  const drawings = new Map();
  return async (floorId) => {
    const floor = (await keptFloors()).find(({ id }) => id === floorId);
    const plan = floor && planFor(floor.plans, windowNow(), floor.zone);
    if (plan && !drawings.has(plan.url)) drawings.set(plan.url, await keptDrawing(plan));
    const drawing = plan && drawings.get(plan.url);
    if (!drawing) throw refusal("drawing_not_kept", "The drawing of this floor is not on this phone.", "Look at the floor once when you are connected.");
    return drawing;
  };
}

/** What `asking()` says, or what `kept()` does where there is no connection; without that, what `asking` threw. */
export async function orKept(asking, kept) {
  try {
    return await asking();
  } catch (problem) {
    if (problem.code !== "no_connection") throw problem;
    return kept().catch(() => { throw problem; });
  }
}
