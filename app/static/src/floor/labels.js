// Names and marks on the map, as many as fit: zones from afar, rooms nearer, desks when they are
// large enough to hold their number. Nothing is ever written over something else.

import { STATUSES, nameAlone } from "../common/words.js";
import { untilText } from "../common/time.js";
import { deskLabel, deskOf, plate } from "./desk-label.js";
import { boxOf, inTwo, outerRing, placed } from "./lettering.js";
import { topGroup } from "./map.js";
import { mark } from "./patterns.js";
import { Pen, blockOf } from "./pen.js";
import { statusOf } from "./spaces.js";

// From further away only what can be booked, and the zones, have names.
const FAR_M_PER_PX = 0.11;
// What a short pan brings into sight is written too.
const AROUND_WINDOW = 0.3;
const MARK_PX = 12;
const ROOM_FROM_PX = 18;
const TWO_LINES_FROM_PX = 44;
// A name keeps off the walls of its room.
const ROOM_SHARE = 0.86;
const SIZES = { zone: 13, room: 12, small: 10 };
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
    this.pen = new Pen();
    this.window = this.map.getBounds().pad(AROUND_WINDOW);
    const { selected } = this.store.get();
    const others = (space) => space.id !== selected && this.isSeen(space);
    const top = this.chosen([...this.places, ...this.rooms].find(({ id }) => id === selected));
    const far = this.metresPerPixel() > FAR_M_PER_PX;
    const seen = this.rooms.filter(others);
    const alone = seen.filter((space) => !this.crowded.has(space.id));
    alone.filter((space) => space.bookable).forEach((space) => this.room(space));
    this.places.filter(others).forEach((space) => this.place(space));
    this.zones.forEach((zone) => this.area(zone.geometry, zone.name, "zone-name", SIZES.zone));
    if (!far) {
      this.ways.forEach((way) => this.area(way.geometry, way.name, "way-name", SIZES.small));
      alone.filter((space) => !space.bookable).forEach((space) => this.room(space));
      seen.filter((space) => this.crowded.has(space.id)).forEach((space) => this.crowd(space));
    }
    this.group.replaceChildren(...this.pen.parts.filter(Boolean), ...[top].filter(Boolean));
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

  area(geometry, words, className, size) {
    if (words) this.pen.within(outerRing(geometry).map((at) => this.point(at)), [{ lines: [words], size }], className);
  }

  /** An open room whose zone has the same name needs no second one. */
  crowd(space) {
    const name = nameAlone(space);
    if (!this.zones.some((zone) => zone.name === name)) this.area(space.geometry, name, "room-name minor", SIZES.small);
  }

  /** The fullest of a room's names that fits: in one line, in two, its number; true if one did. */
  room(space) {
    const { width, height } = this.size(space);
    if (Math.min(width, height) < ROOM_FROM_PX) return false;
    const at = this.point(space.anchor);
    const status = space.bookable ? statusOf(this.store.get(), space.id).status : null;
    if (status && this.pen.free(at.x, at.y - 8, MARK_PX, MARK_PX)) this.pen.parts.push(placed(mark(status), at.x, at.y - 8));
    const tone = status === "yours" ? "on-yours" : space.bookable ? "" : "minor";
    const name = nameAlone(space);
    if (!name) return true;
    const inLines = inTwo(name).filter(Boolean);
    return [
      { lines: [name], size: SIZES.room },
      inLines.length > 1 && height > TWO_LINES_FROM_PX && { lines: inLines, size: SIZES.small },
      space.number && { lines: [space.number], size: SIZES.small },
    ].some((way) => {
      if (!way || blockOf(way).width > width * ROOM_SHARE) return false;
      const down = status ? (way.lines.length > 1 ? 13 : 8) : 0;
      return this.pen.put({ x: at.x, y: at.y + down }, way, `room-name ${tone}`);
    });
  }

  desk(space) {
    return deskOf(space, outerRing(space.geometry).map((at) => this.point(at)), this.point(space.anchor), statusOf(this.store.get(), space.id));
  }

  place(space) {
    const desk = this.desk(space);
    const label = deskLabel(desk, this.pen.free, this.details(desk.now));
    if (label) this.pen.parts.push(...label.parts);
  }

  /** The chosen place comes first and always has its name and its mark. */
  chosen(space) {
    if (!space) return null;
    const desk = this.desk(space);
    if (space.kind === "room" && this.room(space)) return null;
    const label = space.kind === "room" ? null : deskLabel(desk, this.pen.free, this.details(desk.now));
    if (!label?.named) return plate({ ...desk, words: space.number || nameAlone(space) }, this.pen.free);
    this.pen.parts.push(...label.parts);
    return null;
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
  store.on(["availability", "window", "selected"], refresh);
  return { refresh };
}
