// What is booked as one: joined rooms and whole zones. They have no shape of their own, so the map
// shows what they are made of. The page brings them; they are asked for again only when the
// availability speaks of one that is not known yet.

import { api } from "../common/api.js";
import { countText, titleOf } from "../common/words.js";
import { boxOf, innerRings, inside, outerRing, piecesOf } from "./lettering.js";

const point = ([x, y]) => ({ x, y });

function middleOf(points) {
  const { left, top, width, height } = boxOf(points.map(point));
  return [left + width / 2, top + height / 2];
}

/** One of them as a space of the plan, or null where the plan lacks a part of it. */
function asSpace(told, byId, zones) {
  const zone = told.zone_id ? zones.get(told.zone_id) : null;
  const parts = told.part_ids.map((id) => byId.get(id));
  if (told.zone_id ? !zone : parts.length === 0 || parts.some((part) => !part)) return null;
  return {
    id: told.id, kind: told.kind, name: told.name, capacity: told.capacity, features: [], facts: {}, bookable: true,
    isWhole: true, zoneId: told.zone_id, parts, takes: told.takes, room: null,
    anchor: middleOf(zone ? outerRing(zone.geometry) : parts.map(({ anchor }) => anchor)),
  };
}

/** The wholes of a floor: `of(id)`, `seen(availability)`, and `know(items)`, which learns of new ones. */
export function makeWholes(floorId, told, spaces, plan) {
  const byId = new Map(spaces.map((space) => [space.id, space]));
  const zones = new Map((plan.zones?.features ?? []).map((zone) => [zone.id, zone]));
  const strangers = new Set();
  let wholes = new Map();
  let shown = [];

  function take(list) {
    const found = list.map((each) => asSpace(each, byId, zones)).filter(Boolean);
    wholes = new Map(found.map((whole) => [whole.id, whole]));
  }

  const isNew = ({ id }) => !byId.has(id) && !wholes.has(id) && !strangers.has(id);

  take(told);
  return {
    of: (id) => wholes.get(id),
    /** Those that an answer speaks of, as one and the same list while they are the same. */
    seen(availability) {
      const now = [...wholes.values()].filter(({ id }) => availability.has(id));
      if (now.length !== shown.length || now.some((whole, index) => whole !== shown[index])) shown = now;
      return shown;
    },
    async know(items) {
      const unknown = items.filter(isNew);
      if (unknown.length === 0) return;
      take(await api("GET", `/floors/${floorId}/joined-spaces`));
      // A place of another plan, say; it is not asked about again.
      for (const item of unknown) if (isNew(item)) strangers.add(item.id);
    },
  };
}

/** "2 rooms · 20 people · takes 6 places" of joined rooms, "Whole zone · takes 14 places". */
export function wholeFacts({ zoneId, parts, capacity, takes }) {
  const what = zoneId ? "Whole zone" : `${countText(parts.length, parts[0].kind)} together`;
  const seats = !zoneId && capacity > 1 ? `${capacity} people` : null;
  return [what, seats, `takes ${takes} ${takes === 1 ? "place" : "places"}`].filter(Boolean).join(" · ");
}

/** The names of the others that a space is booked together with in a whole. */
export const othersIn = (whole, space) => whole.parts.filter(({ id }) => id !== space.id).map(titleOf).join(" and ");

/** The bookable zone in which a point of the map lies, or null. */
export function zoneAt(plan, wholes, at) {
  const holds = ({ geometry }) => piecesOf(geometry).some((piece) =>
    inside(point(at), outerRing(piece).map(point)) && !innerRings(piece).some((hole) => inside(point(at), hole.map(point))));
  const hit = new Set((plan.zones?.features ?? []).filter(holds).map(({ id }) => id));
  return wholes.find(({ zoneId }) => hit.has(zoneId)) ?? null;
}

/** What stands for a space on the map: its own shape, or those of its parts, or its zone. */
export function elementsOf(floor, id, whole) {
  if (!whole) return [floor.shapes.get(id)?.element].filter(Boolean);
  if (whole.zoneId) return [floor.zones.get(whole.zoneId)].filter(Boolean);
  return whole.parts.map((part) => floor.shapes.get(part.id)?.element).filter(Boolean);
}
