// An answer that the phone found by itself, in the form of the service's, so that the page shows both
// the same way.

import { inPlane } from "./plane.js";
import { nearest } from "./search.js";

const refusal = (code, message, advice) => Object.assign(new Error(message), { code, advice });

const notHere = () => refusal("not_here", "You do not seem to be at this building. Your position did not leave this device.",
  "Choose the floor where you are, or scan a code near you.");
const noStart = () => refusal("no_start", "No way is known from where you are.",
  "Scan the code of another place near you, or look at the floor's map.");
const noEntrance = () => refusal("no_entrance", "No entrance of this building is known that you can come in by.",
  "Choose “Where I am” or “A desk or room”, or scan a code near you.");

function startOf(ways, floorId, { position, space, door }) {
  const floor = ways.floors.findIndex(({ id }) => id === floorId);
  // The line of the door is not always known; that it is an entrance is.
  if (door !== undefined) return { entrance: floor };
  if (space) {
    const place = ways.places.get(space.id);
    if (place === undefined) throw noStart();
    return { place };
  }
  const at = inPlane(position, ways);
  if (!at) throw notHere();
  return { floor, ...at };
}

const isWanted = ({ kind, features }) => (space) =>
  space.isFree && (!kind || space.kind === kind) && features.every((each) => space.features.includes(each));

function saidOf(found, isOutside) {
  if (found.length === 0) return null;
  if (isOutside) return "Found on this device. You are out of doors; the way to the entrance is taken to be straight.";
  return "Found on this device. Places in other buildings were not looked at.";
}

/** The nearest of what was downloaded, {spaces, said, ...}; `start` is {position}, {space} or {door}, `wanted`
    {kind, features, limit}, `named(floorId)` the names of a floor and its building. Of what was kept it also has
    `asOf`, `isKnown` and `told`. Throws refusals. */
export function answerOf({ ways, spaces, asOf, isKnown = true, told }, floorId, start, wanted, named) {
  const candidates = new Map(spaces.filter(isWanted(wanted)).map((space) => [ways.places.get(space.id), space]));
  candidates.delete(undefined);
  const from = startOf(ways, floorId, start);
  const answer = nearest(ways, from, [...candidates.keys()], wanted.limit);
  if (!answer) throw from.entrance === undefined ? noStart() : noEntrance();
  const found = answer.found.map(({ place, seconds }) => {
    const space = candidates.get(place);
    const [lon, lat] = space.anchor;
    return { ...space, ...named(space.floor_id), space_id: space.id, lon, lat, walk_s: seconds, hasWay: false, isStraight: false };
  });
  return { spaces: found, exact: false, said: saidOf(found, answer.isOutside), precision: "space", why: candidates.size ? "nowhere" : "taken",
    looked_m: null, next_free_at: null, refusal: null, asOf, isKnown, told };
}
