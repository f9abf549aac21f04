// Names and marks on the map, as many as fit: zones from afar, rooms nearer, desks when they are
// large enough to hold their number. Nothing is ever written over something else.

import { STATUSES, nameAlone } from "../common/words.js";
import { untilText } from "../common/time.js";
import { boxOf, inTwo, makeBoxes, outerRing, placed, roomFor, widthOf, writing } from "./lettering.js";
import { mark } from "./patterns.js";
import { topGroup } from "./map.js";
import { statusOf } from "./spaces.js";

// From further away only what can be booked, and the zones, have names.
const FAR_M_PER_PX = 0.11;
// What a short pan brings into sight is written too.
const AROUND_WINDOW = 0.3;
const MARK_PX = 12;
const MARK_FROM_PX = 11;
const MARK_ROOM_PX = 18;
const STACK_FROM_PX = 34;
const STATUS_FROM_PX = 48;
const ROOM_FROM_PX = 18;
const TWO_LINES_FROM_PX = 44;
// Letters grow with the desk that holds them, within reason.
const GROWS_FROM_PX = 70;
const MOST_GROWN = 1.5;
const SIZES = { zone: 13, room: 12, desk: 11, small: 10 };
const CONNECTORS = { stair: "Stairs", stairs: "Stairs", lift: "Lift", elevator: "Lift", ramp: "Ramp", escalator: "Escalator" };

class Labels {
  constructor(map, floor, spaces, plan, store, zone) {
    Object.assign(this, { map, store, zone });
    this.group = topGroup(floor.renderer, "labels");
    this.zones = (plan.zones?.features ?? []).map(({ geometry, properties }) => ({ geometry, name: properties.name }));
    this.ways = (plan.connectors?.features ?? []).map(({ geometry, properties }) => ({
      geometry, name: CONNECTORS[properties.kind] ?? properties.name,
    }));
    this.rooms = spaces.filter((space) => space.kind === "room");
    this.places = spaces.filter((space) => space.kind !== "room" && space.bookable);
    this.crowded = new Set(this.places.map((space) => space.within).filter(Boolean));
    this.waiting = 0;
  }

  soon() {
    this.waiting ||= requestAnimationFrame(() => { this.waiting = 0; this.write(); });
  }

  write() {
    this.parts = [];
    this.free = makeBoxes();
    this.window = this.map.getBounds().pad(AROUND_WINDOW);
    const far = this.metresPerPixel() > FAR_M_PER_PX;
    const seen = this.rooms.filter((space) => this.isSeen(space));
    const alone = seen.filter((space) => !this.crowded.has(space.id));
    alone.filter((space) => space.bookable).forEach((space) => this.room(space));
    this.places.filter((space) => this.isSeen(space)).forEach((space) => this.place(space));
    this.zones.forEach((zone) => this.area(zone.geometry, zone.name, "zone-name", SIZES.zone));
    if (!far) {
      this.ways.forEach((way) => this.area(way.geometry, way.name, "way-name", SIZES.small));
      alone.filter((space) => !space.bookable).forEach((space) => this.room(space));
      seen.filter((space) => this.crowded.has(space.id)).forEach((space) => this.crowd(space));
    }
    this.group.replaceChildren(...this.parts.filter(Boolean));
  }

  point([lon, lat]) {
    return this.map.latLngToLayerPoint([lat, lon]);
  }

  isSeen(space) {
    return this.window.contains([space.anchor[1], space.anchor[0]]);
  }

  metresPerPixel() {
    const middle = this.map.getSize().divideBy(2);
    return this.map.containerPointToLatLng(middle).distanceTo(this.map.containerPointToLatLng(middle.add([1, 0])));
  }

  size(space) {
    return boxOf(outerRing(space.geometry).map((at) => this.point(at)));
  }

  /** Write words at a point if nothing is there and they fit into `room` pixels. */
  put(at, words, className, size, room) {
    const width = widthOf(words, size);
    if (width > room || !this.free(at.x, at.y, width + 4, size + 4)) return false;
    this.parts.push(writing(at.x, at.y + size * 0.35, words, className, size));
    return true;
  }

  /** A name for an area with things in it goes where nothing is. */
  area(geometry, words, className, size) {
    if (!words) return;
    const ring = outerRing(geometry).map((at) => this.point(at));
    for (const at of roomFor(words, size, ring)) {
      if (this.put(at, words, className, size, Infinity)) return;
    }
  }

  /** An open room whose zone has the same name needs no second one. */
  crowd(space) {
    const name = nameAlone(space);
    if (!this.zones.some((zone) => zone.name === name)) this.area(space.geometry, name, "room-name minor", SIZES.small);
  }

  /** The fullest of a room's names that fits: in one line, in two, its number. */
  room(space) {
    const { width, height } = this.size(space);
    if (Math.min(width, height) < ROOM_FROM_PX) return;
    const at = this.point(space.anchor);
    const status = space.bookable ? statusOf(this.store.get(), space.id).status : null;
    if (status && this.free(at.x, at.y - 8, MARK_PX, MARK_PX)) this.parts.push(placed(mark(status), at.x, at.y - 8));
    const tone = status === "yours" ? "on-yours" : space.bookable ? "" : "minor";
    const room = width * 0.86;
    const put = (words, down, size) => this.put({ x: at.x, y: at.y + down + (status ? 8 : 0) }, words, `room-name ${tone}`, size, room);
    const name = nameAlone(space);
    if (!name || put(name, 0, SIZES.room)) return;
    const [first, second] = inTwo(name);
    const wide = Math.max(widthOf(first, SIZES.small), widthOf(second, SIZES.small));
    if (second && wide < room && height > TWO_LINES_FROM_PX) {
      if (put(first, -2, SIZES.small)) put(second, 12, SIZES.small);
    } else if (space.number) put(space.number, 0, SIZES.small);
  }

  /** A desk: mark and number one above the other, side by side, or the mark alone. */
  place(space) {
    const box = this.size(space);
    const small = Math.min(box.width, box.height);
    if (small < MARK_FROM_PX) return;
    const now = statusOf(this.store.get(), space.id);
    const words = space.number || space.name || "";
    const wide = widthOf(words, SIZES.desk);
    const label = { at: this.point(space.anchor), now, words, wide, box, tone: now.status === "yours" ? "on-yours" : "" };
    if (box.height >= STACK_FROM_PX && wide <= box.width - 4) this.stacked(label);
    else if (wide + MARK_PX + 4 <= box.width && box.height >= SIZES.desk + 4) this.inLine(label);
    else this.markOnly(label, small);
  }

  markOnly({ at, now }, small) {
    const shrunk = Math.min(1, small / MARK_ROOM_PX);
    if (this.free(at.x, at.y, 8 * shrunk, 8 * shrunk)) this.parts.push(placed(mark(now.status), at.x, at.y, shrunk));
  }

  inLine({ at, now, words, wide, tone }) {
    if (!this.free(at.x, at.y, wide + MARK_PX, SIZES.desk + 2)) return;
    this.parts.push(placed(mark(now.status), at.x - wide / 2 - 1, at.y));
    this.parts.push(writing(at.x + MARK_PX / 2, at.y + SIZES.desk * 0.35, words, `place-name ${tone}`, SIZES.desk));
  }

  stacked({ at, now, words, wide, tone, box }) {
    const grown = Math.min(MOST_GROWN, Math.max(1, box.height / GROWS_FROM_PX));
    const small = SIZES.small * grown;
    const fits = (detail) => widthOf(detail, small) < box.width * 0.96;
    const detail = box.height >= STATUS_FROM_PX ? this.details(now).find(fits) : null;
    if (!this.free(at.x, at.y, Math.max(wide * grown, MARK_PX), 26 * grown)) return;
    const line = (down) => at.y + (down - (detail ? 6 : 0)) * grown;
    this.parts.push(placed(mark(now.status), at.x, line(-8), grown));
    this.parts.push(writing(at.x, line(11), words, `place-name ${tone}`, SIZES.desk * grown));
    if (detail) this.parts.push(writing(at.x, line(25), detail, `place-detail ${tone}`, small));
  }

  /** What may be said below a number, the most telling first. */
  details(now) {
    const word = STATUSES[now.status] ?? "";
    const until = now.until && `${word} to ${untilText(now.until, this.store.get().window.date, this.zone).slice(-5)}`;
    return [now.status === "yours" ? null : now.who, until, word].filter(Boolean);
  }
}

/** Labels of a floor; `refresh()` writes them again for the present view and statuses. */
export function makeLabels(map, floor, spaces, plan, store, zone) {
  const labels = new Labels(map, floor, spaces, plan, store, zone);
  const refresh = () => labels.soon();
  map.on("moveend zoomend", refresh);
  store.on(["availability", "window"], refresh);
  return { refresh };
}
