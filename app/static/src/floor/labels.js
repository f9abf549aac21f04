// Names and marks on the map, as many as fit: zones from afar, rooms nearer, desks when they are
// large enough to hold their number. Nothing is ever written over something else.

import { s } from "../common/dom.js";
import { STATUSES } from "../common/words.js";
import { untilText } from "../common/time.js";
import { mark } from "./patterns.js";
import { topGroup } from "./map.js";
import { statusOf } from "./spaces.js";

const LETTER_SHARE = 0.56; // Mean width of a letter as a share of its size.
const MARK_FROM_PX = 11;
const MARK_PX = 12;
const STACK_FROM_PX = 34;
const STATUS_FROM_PX = 48;
const CONNECTORS = { stairs: "Stairs", stair: "Stairs", lift: "Lift", elevator: "Lift", ramp: "Ramp", escalator: "Escalator" };
const SIZES = { zone: 13, room: 12, desk: 11, small: 10 };

function makeBoxes() {
  const taken = [];
  const hits = (a) => taken.some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
  return (x, y, width, height) => {
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    if (hits(box)) return false;
    taken.push(box);
    return true;
  };
}

function centreOf(geometry) {
  const ring = geometry.type === "MultiPolygon" ? geometry.coordinates[0][0] : geometry.coordinates[0];
  const xs = ring.map((point) => point[0]);
  const ys = ring.map((point) => point[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

function text(x, y, words, className, size) {
  return s("text", { x: x.toFixed(1), y: y.toFixed(1), class: className, "font-size": size }, words);
}

/** Labels of a floor; `refresh()` writes them again for the present view and statuses. */
export function makeLabels(map, floor, spaces, plan, store, zone) {
  const group = topGroup(floor.renderer, "labels");
  const zoneNames = (plan.zones?.features ?? []).map((z) => ({ name: z.properties.name, at: centreOf(z.geometry) }));
  const ways = (plan.connectors?.features ?? []).map((way) => ({
    name: CONNECTORS[way.properties.kind] ?? way.properties.name, at: centreOf(way.geometry),
  }));
  const rooms = spaces.filter((space) => space.kind === "room");
  const places = spaces.filter((space) => space.kind !== "room" && space.bookable);
  const crowded = new Set(places.map((space) => space.within).filter(Boolean));
  let waiting = 0;

  const point = ([lon, lat]) => map.latLngToLayerPoint([lat, lon]);
  const inView = (at) => map.getBounds().pad(0.3).contains([at[1], at[0]]);

  /** Metres on the ground for one pixel on the screen. */
  function metresWide() {
    const middle = map.getSize().divideBy(2);
    return map.containerPointToLatLng(middle).distanceTo(map.containerPointToLatLng(middle.add([1, 0])));
  }

  function extent(space) {
    const ring = space.geometry.coordinates[0];
    const points = ring.map(point);
    const xs = points.map((p) => p.x);
    const ys = points.map((p) => p.y);
    return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
  }

  function label(parts, free, at, words, className, size, room) {
    const width = words.length * size * LETTER_SHARE;
    if (width > room || !free(at.x, at.y, width + 4, size + 4)) return;
    parts.push(text(at.x, at.y + size * 0.35, words, className, size));
  }

  function roomLabel(parts, free, space) {
    const [width, height] = extent(space);
    if (Math.min(width, height) < 18) return;
    const at = point(space.anchor);
    const status = space.bookable ? statusOf(store.get(), space.id).status : null;
    if (status && height > 34 && free(at.x, at.y - 14, 12, 12)) parts.push(placed(mark(status), at.x, at.y - 14));
    const own = status === "yours" ? "on-yours" : "";
    const words = space.name || space.number;
    if (words) label(parts, free, at, words, `room-name ${own}`, SIZES.room, width * 1.05);
  }

  function placeLabel(parts, free, space) {
    const [width, height] = extent(space);
    if (Math.min(width, height) < MARK_FROM_PX) return;
    const at = point(space.anchor);
    const now = statusOf(store.get(), space.id);
    const words = space.number || space.name || "";
    const wide = words.length * SIZES.desk * LETTER_SHARE;
    const own = now.status === "yours" ? "on-yours" : "";
    if (height >= STACK_FROM_PX && wide <= width - 4) stacked(parts, free, { at, now, words, own, width, height });
    else if (wide + MARK_PX + 6 <= width && height >= SIZES.desk + 4) inLine(parts, free, { at, now, words, wide, own });
    else if (free(at.x, at.y, 10, 10)) parts.push(placed(mark(now.status), at.x, at.y));
  }

  function inLine(parts, free, { at, now, words, wide, own }) {
    if (!free(at.x, at.y, wide + MARK_PX + 4, SIZES.desk + 2)) return;
    parts.push(placed(mark(now.status), at.x - wide / 2 - 2, at.y));
    parts.push(text(at.x + MARK_PX / 2, at.y + SIZES.desk * 0.35, words, `place-name ${own}`, SIZES.desk));
  }

  function stacked(parts, free, { at, now, words, own, width, height }) {
    // Letters grow with the desk, within reason.
    const grown = Math.min(1.5, Math.max(1, height / 70));
    const wide = words.length * SIZES.desk * grown * LETTER_SHARE;
    const detail = height >= STATUS_FROM_PX ? detailOf(now) : null;
    if (!free(at.x, at.y, Math.max(wide, MARK_PX), 26 * grown)) return;
    const line = (down) => at.y + (down - (detail ? 6 : 0)) * grown;
    parts.push(placed(mark(now.status), at.x, line(-8), grown));
    parts.push(text(at.x, line(11), words, `place-name ${own}`, SIZES.desk * grown));
    if (detail && detail.length * SIZES.small * grown * LETTER_SHARE < width * 1.1) {
      parts.push(text(at.x, line(25), detail, `place-detail ${own}`, SIZES.small * grown));
    }
  }

  function detailOf(now) {
    if (now.who && now.status !== "yours") return now.who;
    const word = STATUSES[now.status] ?? "";
    return now.until ? `${word} to ${untilText(now.until, store.get().window.date, zone).slice(-5)}` : word;
  }

  function refresh() {
    waiting = 0;
    const free = makeBoxes();
    const parts = [];
    for (const space of rooms) if (!crowded.has(space.id) && inView(space.anchor)) roomLabel(parts, free, space);
    for (const space of places) if (inView(space.anchor)) placeLabel(parts, free, space);
    for (const { name, at } of ways) if (name && metresWide() < 0.06 && inView(at)) label(parts, free, point(at), name, "way-name", SIZES.small, Infinity);
    for (const { name, at } of zoneNames) {
      if (name && inView(at)) label(parts, free, point(at), name, "zone-name", SIZES.zone, Infinity);
    }
    for (const space of rooms) if (crowded.has(space.id) && inView(space.anchor)) roomLabel(parts, free, space);
    group.replaceChildren(...parts.filter(Boolean));
  }

  const soon = () => { waiting ||= requestAnimationFrame(refresh); };
  map.on("moveend zoomend", soon);
  store.on(["availability", "window"], soon);
  return { refresh: soon };
}

function placed(node, x, y, grown = 1) {
  node?.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${grown.toFixed(2)})`);
  return node;
}
