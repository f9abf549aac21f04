// Names and marks on the map, as many as fit: zones from afar, rooms nearer, desks when they are
// large enough to hold their number. Nothing is ever written over something else, and no name of a
// room or a zone over a desk.

import { STATUSES, nameAlone } from "../common/words.js";
import { untilText } from "../common/time.js";
import { deskLabel, deskOf, plate } from "./desk-label.js";
import { boxOf, inTwo, innerRings, inside, outerRing, overlap, piecesOf } from "./lettering.js";
import { topGroup } from "./map.js";
import { connectorText, waysOf } from "./naming.js";
import { Pen } from "./pen.js";
import { lookOf, statusOf, statusWord } from "./spaces.js";

// From further away only what can be booked, and the zones, have names.
const FAR_M_PER_PX = 0.11;
// What a short pan brings into sight is written too.
const AROUND_WINDOW = 0.3;
const ROOM_FROM_PX = 18;
// Said of a place that waits for an approval.
const ASKED = STATUSES.asked;
const SIZES = { zone: [13, 11, 10], room: [12, 10], crowd: [10], way: [10] };

/** A room's name in one line, in two, or its number; after its status, which stands alone if need be. */
function roomWays(space, sizes, status, left) {
  const name = nameAlone(space);
  const counted = left ? [[name, left], [space.number, left]] : [];
  const ways = waysOf([...counted, [name], inTwo(name), [space.number]], sizes);
  return status ? [...ways.map((way) => ({ ...way, status })), { lines: [], size: 0, status }] : ways;
}

/** What never changes: who is written how, and each outline in the world's pixels at zoom 0. */
function textsOf(map, spaces, plan) {
  const world = ([lon, lat]) => map.project([lat, lon], 0);
  const shape = (geometry, more) => {
    const ring = outerRing(geometry).map(world);
    return { ...more, world: ring, holes: innerRings(geometry).map((hole) => hole.map(world)), box: boxOf(ring) };
  };
  const ofSpace = (space) => shape(space.geometry, { space, id: space.id, middle: world(space.anchor) });
  const rooms = spaces.filter(({ kind }) => kind === "room").map(ofSpace);
  const things = spaces.filter(({ kind, bookable }) => bookable ? kind !== "room" : !["room", "area"].includes(kind)).map(ofSpace);
  const crowded = new Set(things.map(({ space }) => space.within).filter(Boolean));
  const zones = (plan.zones?.features ?? []).flatMap(({ geometry, properties: { name } }) =>
    piecesOf(geometry).map((piece) => shape(piece, { name, ways: waysOf([[name], inTwo(name ?? "")], SIZES.zone) })));
  const ways = (plan.connectors?.features ?? []).map(({ geometry, properties: { kind, name } }) =>
    shape(geometry, { ways: waysOf([[connectorText(kind) ?? name]], SIZES.way) }));
  for (const way of ways) way.room = rooms.find(({ world: ring, box }) => overlap(way.box, box) && inside(middleOf(way.box), ring));
  return {
    zones, ways, things,
    bookable: rooms.filter(({ space }) => space.bookable),
    plain: rooms.filter(({ id, space }) => !space.bookable && !crowded.has(id)),
    crowded: rooms.filter(({ id, space }) => !space.bookable && crowded.has(id)),
  };
}

const middleOf = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 });

class Labels {
  waiting = 0;

  constructor(map, floor, texts, store, zone) {
    Object.assign(this, { map, texts, store, zone, group: topGroup(floor.renderer, "labels") });
  }

  soon() {
    this.waiting ||= requestAnimationFrame(() => { this.waiting = 0; this.write(); });
  }

  write() {
    this.pen = new Pen(this.look());
    const { things, bookable, zones, ways, plain, crowded } = this.texts;
    const desk = this.chosenDesk(things);
    this.places(this.seen(things));
    const top = desk ?? this.chosenRoom(bookable);
    this.seen(bookable).forEach((room) => this.room(room));
    const written = this.seen(zones).filter((zone) => this.area(zone, zone.ways, "zone-name"));
    if (!this.isFar) {
      const said = new Set(this.seen(plain).filter((room) => this.room(room)));
      // The room of a stair or a lift is called so itself.
      this.seen(ways).filter(({ room }) => !said.has(room)).forEach((way) => this.area(way, way.ways, "way-name"));
      this.seen(crowded).forEach((room) => this.crowd(room, written));
    }
    this.group.replaceChildren(...this.pen.parts.filter(Boolean), ...[top].filter(Boolean));
  }

  /** Where the map looks now: the world's pixels to those of the drawing is one scale and one shift.
      What may be written on is returned. */
  look() {
    const { map } = this;
    this.scale = map.getZoomScale(map.getZoom(), 0);
    this.origin = map.getPixelOrigin();
    // In pixels, because the map may be turned.
    const { min, max } = map.getPixelBounds();
    const more = max.subtract(min).multiplyBy(AROUND_WINDOW);
    this.window = boxOf([min.subtract(more).divideBy(this.scale), max.add(more).divideBy(this.scale)]);
    const middle = map.getSize().divideBy(2);
    this.isFar = map.containerPointToLatLng(middle).distanceTo(map.containerPointToLatLng(middle.add([1, 0]))) > FAR_M_PER_PX;
    const { left, top, width, height } = this.window;
    const { x, y } = this.point({ x: left, y: top });
    return { left: x, top: y, width: width * this.scale, height: height * this.scale };
  }

  point({ x, y }) {
    return { x: x * this.scale - this.origin.x, y: y * this.scale - this.origin.y };
  }

  ring(world) {
    return world.map((point) => this.point(point));
  }

  /** Of some shapes those that the window shows, without the chosen one, which is written already. */
  seen(shapes) {
    const { selected } = this.store.get();
    return shapes.filter(({ id, box }) => !(id && id === selected) && overlap(box, this.window));
  }

  /** The way in which an area got its name, or null. */
  area(shape, ways, className) {
    const { width, height } = shape.box;
    if (Math.min(width, height) * this.scale < ROOM_FROM_PX) return null;
    const area = { ring: this.ring(shape.world), holes: shape.holes.map((hole) => this.ring(hole)) };
    return this.pen.within(area, ways, className);
  }

  room(shape) {
    const { space } = shape;
    const now = space.bookable ? statusOf(this.store.get(), space.id) : { status: null };
    const status = lookOf(now);
    const left = now.asked ? ASKED : now.places && status === "free" ? statusWord(now) : null;
    const tone = status === "yours" ? "on-yours" : space.bookable ? "" : "minor";
    return this.area(shape, roomWays(space, SIZES.room, status, left), `room-name ${tone}`);
  }

  /** An open room whose zone has the same name needs no second one. */
  crowd(shape, written) {
    const name = nameAlone(shape.space);
    if (!written.some((zone) => zone.name === name)) this.area(shape, roomWays(shape.space, SIZES.crowd, null), "room-name minor");
  }

  desk(shape) {
    return deskOf(shape.space, this.ring(shape.world), this.point(shape.middle), statusOf(this.store.get(), shape.id));
  }

  /** Desks have their own words inside of them; then nobody else's come there. */
  places(shapes) {
    const desks = shapes.map((shape) => this.desk(shape));
    desks.forEach((desk, index) => { if (shapes[index].space.bookable) this.place(desk); });
    desks.forEach(({ ring }) => this.pen.free.avoid(ring));
  }

  place(desk) {
    const label = deskLabel(desk, this.pen.free, this.details(desk.now));
    if (label) this.pen.parts.push(...label.parts);
    return label;
  }

  /** Of some shapes the one that somebody chose. */
  chosenOf(shapes) {
    const { selected } = this.store.get();
    return selected ? shapes.find(({ id }) => id === selected) : undefined;
  }

  /** The chosen desk comes first and always has its name and its mark; the plate it needs where it
      cannot hold its own is returned, as it is for a room. */
  chosenDesk(shapes) {
    const shape = this.chosenOf(shapes);
    if (!shape) return null;
    const desk = this.desk(shape);
    const isNamed = this.place(desk)?.named;
    this.pen.free.avoid(desk.ring);
    return isNamed ? null : plate(desk, this.pen.free);
  }

  chosenRoom(shapes) {
    const shape = this.chosenOf(shapes);
    if (!shape || this.room(shape)?.lines.length) return null;
    const words = shape.space.number || nameAlone(shape.space);
    return words ? plate({ ...this.desk(shape), words }, this.pen.free) : null;
  }

  /** What may be said below a number, the most telling first. */
  details(now) {
    const word = now.places && now.status === "free" ? statusWord(now) : (STATUSES[now.status] ?? "");
    const until = now.until && `${word} to ${untilText(now.until, this.store.get().window.date, this.zone).slice(-5)}`;
    if (now.asked) return [ASKED, word];
    if (now.places) return [word].filter(Boolean);
    return [now.status === "yours" ? null : now.who, until, word].filter(Boolean);
  }
}

/** Labels of a floor; `refresh()` writes them again for the present view and statuses. */
export function makeLabels(map, floor, spaces, plan, store, zone) {
  const labels = new Labels(map, floor, textsOf(map, spaces, plan), store, zone);
  const refresh = () => labels.soon();
  map.on("moveend zoomend", refresh);
  store.on(["availability", "window", "selected"], refresh);
  return { refresh };
}
