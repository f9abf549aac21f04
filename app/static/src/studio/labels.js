// Numbers and names on the drawing, as many as fit: the same hand that writes the floor's map, here
// in metres of the drawing's own axes and without anybody's bookings.

import { deskLabel, deskOf } from "../floor/desk-label.js";
import { boxOf, inTwo, innerRings, inside, outerRing, overlap, piecesOf } from "../floor/lettering.js";
import { connectorText, waysOf } from "../floor/naming.js";
import { Pen } from "../floor/pen.js";

// What a short pan brings into sight is written too.
const AROUND_WINDOW = 0.3;
const AREA_FROM_PX = 18;
const PIN_PX = 22;
const SIZES = { zone: [13, 11], room: [12, 10] };

const middleOf = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 });

const isWithin = ({ x, y }, { left, top, width, height }) => left <= x && x <= left + width && top <= y && y <= top + height;

/** What is drawn of one part, with its outline, its box and its middle in metres. */
const shapesOf = (draft, part) => draft[part].features.flatMap(({ geometry, properties }) => piecesOf(geometry).map((piece) => shapeOf(part, piece, properties)));

function shapeOf(part, geometry, properties) {
  const [ring, ...holes] = [outerRing(geometry), ...innerRings(geometry)].map((each) => each.map(([x, y]) => ({ x, y })));
  const box = boxOf(ring);
  return { ...properties, part, ring, holes, box, middle: middleOf(box) };
}

/** The ways to write a room's number and name, the fullest and largest first. */
function roomWays(number, name) {
  const inOne = [number, name].filter(Boolean).join(" ");
  const halves = inTwo(name ?? "");
  return waysOf([[number, name], [inOne], [number, ...halves], [name], halves, [number]], SIZES.room);
}

/** What is written, sorted by how: rooms with places in them leave these their room. */
function textsOf(draft) {
  const places = [...shapesOf(draft, "desks"), ...shapesOf(draft, "parking")];
  const rooms = shapesOf(draft, "rooms").map((room) => ({
    ...room, isCrowded: places.some(({ middle }) => isWithin(middle, room.box) && inside(middle, room.ring)), ways: roomWays(room.number, room.name),
  }));
  const zones = shapesOf(draft, "zones").map((zone) => ({ ...zone, ways: waysOf([[zone.name]], SIZES.zone) }));
  const inNamedRoom = ({ middle }) => rooms.some(({ name, ring }) => name && inside(middle, ring));
  const connectors = shapesOf(draft, "connectors").filter((connector) => !inNamedRoom(connector))
    .map((way) => ({ ...way, ways: waysOf([[way.name || connectorText(way.kind) || way.kind]], SIZES.room) }));
  const pins = draft.issues.features.map(({ geometry }) => geometry).filter(Boolean);
  return { rooms, zones, places, connectors, pins };
}

class SheetLabels {
  constructor(map, group) {
    Object.assign(this, { map, group, texts: null, hidden: new Set(), waiting: 0, wants: () => true });
  }

  soon() {
    this.waiting ||= requestAnimationFrame(() => { this.waiting = 0; this.write(); });
  }

  write() {
    this.look();
    this.pen = new Pen(this.paper);
    if (this.texts && !this.hidden.has("labels")) this.writeAll();
    this.group.replaceChildren(...this.pen.parts.filter(Boolean));
  }

  writeAll() {
    const { rooms, zones, places, connectors, pins } = this.texts;
    if (!this.hidden.has("findings")) pins.forEach(({ coordinates }) => this.sparePin(this.point(...coordinates)));
    const seenRooms = this.seen(rooms);
    const crowded = seenRooms.filter(({ isCrowded }) => isCrowded);
    seenRooms.filter(({ isCrowded }) => !isCrowded).forEach((room) => this.area(room, "room-name"));
    this.seen(places).forEach((place) => this.place(place));
    this.seen(places).forEach((place) => this.pen.free.avoid(this.pixels(place.ring)));
    const written = this.seen(zones).filter((zone) => this.area(zone, "zone-name"));
    // A room full of desks needs not say again what its zone says.
    const isSaid = ({ name }) => written.some((zone) => zone.name === name);
    crowded.forEach((room) => this.area(isSaid(room) ? { ...room, ways: roomWays(room.number, null) } : room, "room-name"));
    this.seen(connectors).forEach((way) => this.area(way, "way-name"));
  }

  /** Where the map looks now: metres to pixels is one shift and one scale. */
  look() {
    this.zero = this.map.latLngToLayerPoint([0, 0]);
    this.scale = this.map.getZoomScale(this.map.getZoom(), 0);
    const bounds = this.map.getBounds().pad(AROUND_WINDOW);
    this.window = boxOf([{ x: bounds.getWest(), y: bounds.getSouth() }, { x: bounds.getEast(), y: bounds.getNorth() }]);
    this.paper = boxOf([this.point(bounds.getWest(), bounds.getSouth()), this.point(bounds.getEast(), bounds.getNorth())]);
  }

  point(x, y) {
    return { x: this.zero.x + x * this.scale, y: this.zero.y - y * this.scale };
  }

  pixels(ring) {
    return ring.map(({ x, y }) => this.point(x, y));
  }

  /** Of some shapes those that are switched on and near what the window shows. */
  seen(shapes) {
    return shapes.filter((shape) => !this.hidden.has(shape.part) && overlap(shape.box, this.window) && this.wants(shape.part, shape));
  }

  /** No words come here. */
  sparePin({ x, y }) {
    this.pen.free.spare(x, y, PIN_PX, PIN_PX);
  }

  /** A place has its number inside its outline, or none. */
  place(shape) {
    const ring = this.pixels(shape.ring);
    const desk = deskOf({ number: shape.label }, ring, this.point(shape.middle.x, shape.middle.y), null);
    const label = deskLabel(desk, this.pen.free, []);
    if (label) this.pen.parts.push(...label.parts);
  }

  /** True when the name of an area found its place. */
  area(shape, className) {
    const isTiny = Math.min(shape.box.width, shape.box.height) * this.scale < AREA_FROM_PX;
    const area = { ring: this.pixels(shape.ring), holes: shape.holes.map((hole) => this.pixels(hole)) };
    return !isTiny && this.pen.within(area, shape.ways, className);
  }
}

/** Labels in an SVG group above the shapes; `show(draft, hidden)` and `refresh()`. */
export function sheetLabels(map, group) {
  const labels = new SheetLabels(map, group);
  const refresh = () => labels.soon();
  map.on("moveend zoomend", refresh);
  const show = (draft, hidden) => {
    Object.assign(labels, { texts: textsOf(draft), hidden });
    refresh();
  };
  const veil = (wants) => {
    labels.wants = wants;
    refresh();
  };
  return { show, refresh, veil };
}
