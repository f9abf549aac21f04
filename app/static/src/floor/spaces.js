// The spaces of a floor as plain values, and what can be said about one of them.

import { STATUSES, featureText, titleOf } from "../common/words.js";
import { untilText } from "../common/time.js";

const UNKNOWN = Object.freeze({ status: "unknown" });

/** The spaces of a map document in the order of drawing and of reading: rooms first, the largest
    at the bottom, then the rest by number. */
export function spacesOf(document) {
  const names = new Map(document.spaces.features.map((f) => [f.id, f.properties]));
  const spaces = document.spaces.features.map((feature) => ({
    id: feature.id,
    ...feature.properties,
    features: feature.properties.features ?? [],
    geometry: feature.geometry,
    room: feature.properties.within ? names.get(feature.properties.within) : null,
  }));
  return inOrder(spaces);
}

/** What sorts "2.9" before "2.10": an Intl collator takes ten times as long for a thousand. */
const sortKey = ({ number, name }) => (number || name || "").toLowerCase().replace(/\d+/g, (digits) => digits.padStart(DIGITS, "0"));
const DIGITS = 9;

function inOrder(spaces) {
  const keys = new Map(spaces.map((space) => [space, sortKey(space)]));
  return spaces.sort((a, b) => {
    const [roomA, roomB] = [a.kind === "room", b.kind === "room"];
    if (roomA !== roomB) return roomA ? -1 : 1;
    if (roomA) return (b.area_m2 ?? 0) - (a.area_m2 ?? 0);
    return keys.get(a) < keys.get(b) ? -1 : 1;
  });
}

export function statusOf(state, id) {
  return state.availability.get(id) ?? UNKNOWN;
}

/** How a place looks on the map and in lists: by its status, or as one that this person asked for. */
export const lookOf = ({ status, asked }) => (asked ? "asked" : status);

/** What a status is called; of a space with several places, how many of them are free. */
export function statusWord({ status, left, places, is_mine: isMine }) {
  if (isMine) return "Your own place";
  if (status === "free" && places) return `${left} of ${places} free`;
  return places && ["taken", "occupied"].includes(status) ? `All ${places} places taken` : (STATUSES[status] ?? "Not known yet");
}

/** ", because Desk 2.041 is booked": why a space is taken that nobody booked by itself. */
function whyText({ status, with: other }) {
  if (!other) return "";
  if (status === "assigned") return `, because ${other} is`;
  return status === "yours" ? `, with ${other}` : `, because ${other} is booked`;
}

/** "Free until 17:00", "3 of 6 free", "Taken by Ada Lovelace until 12:00", "Closed: new carpet". */
export function statusText(now, window, zone) {
  const word = statusWord(now);
  const who = now.who && now.status !== "yours" && !now.places ? ` ${now.status === "assigned" ? "to" : "by"} ${now.who}` : "";
  // Whoever has a place by assignment has it for the whole day.
  const until = now.until && now.status !== "assigned" && !(now.status === "closed" && now.reason)
    ? ` until ${untilText(now.until, window.date, zone)}` : "";
  const why = now.reason ? `: ${now.reason}` : "";
  const asked = now.asked ? ", you have asked for it" : "";
  return `${word}${who}${until}${why}${whyText(now)}${asked}`;
}

/** The whole name of a space for somebody who does not see the map. */
export function spokenName(space, state, zone) {
  const status = statusText(statusOf(state, space.id), state.window, zone);
  const room = space.room ? `in ${titleOf(space.room)}` : null;
  const seats = space.capacity > 1 ? `${space.capacity} people` : null;
  const facts = [room, seats, ...space.features.map((f) => featureText(f).toLowerCase())].filter(Boolean);
  const status_ = status.charAt(0).toLowerCase() + status.slice(1);
  return [titleOf(space), status_, ...facts].join(", ");
}

/** True when a space is what the filters ask for. */
export function matches(space, state) {
  const { kinds, features, facts, onlyFree } = state.filters;
  if (kinds.length > 0 && !kinds.includes(space.kind)) return false;
  if (!features.every((feature) => space.features.includes(feature))) return false;
  // Until the facts are here nobody is left out.
  if (space.facts && !facts.every((fact) => space.facts[fact])) return false;
  return !onlyFree || ["free", "yours"].includes(statusOf(state, space.id).status);
}

/** Kinds and features that occur among the bookable spaces, in order. */
export function choices(spaces) {
  const kinds = new Set(spaces.map((space) => space.kind));
  const features = new Set(spaces.flatMap((space) => space.features));
  return { kinds: [...kinds].sort(), features: [...features].sort() };
}

/** How many spaces have each status, by kind: {desk: {free: 12, all: 40}, ...}. */
export function counts(spaces, state) {
  const found = {};
  for (const space of spaces) {
    const kind = (found[space.kind] ??= { free: 0, all: 0 });
    kind.all += 1;
    if (statusOf(state, space.id).status === "free") kind.free += 1;
  }
  return found;
}

