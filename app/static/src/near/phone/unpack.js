// The ways of a building as the service packs them for phones (geo/ways/phone.py has the layout).

const MAGIC = "FPPHONE\0";
const VERSION = 1;
const HEAD_BYTES = 16;
const TYPES = { Float32: Float32Array, Int32: Int32Array, Uint8: Uint8Array };
const FLOOR = 0;

const words = (buffer, from, to) => new TextDecoder().decode(new Uint8Array(buffer, from, to - from));

function arraysOf(buffer, begin, told) {
  return Object.fromEntries(Object.entries(told).map(([name, [type, shape, offset]]) =>
    [name, new TYPES[type](buffer, begin + offset, shape.reduce((all, one) => all * one, 1))]));
}

/** For each hall its ground: {floor, free}, each a list of polygons, these of rings of x and y. */
function groundsOf({ rings, points, hall_floor: halls }) {
  const grounds = Array.from(halls, (number) => ({ number, floor: [], free: [] }));
  for (let at = 0; at < rings.length; at += 4) {
    const [hall, kind, polygon, begin] = rings.subarray(at, at + 4);
    const end = at + 4 < rings.length ? rings[at + 7] : points.length / 2;
    const shape = grounds[hall][kind === FLOOR ? "floor" : "free"];
    (shape[polygon] ??= []).push(points.subarray(2 * begin, 2 * end));
  }
  return grounds;
}

/** Where each floor's places begin among all. */
function beginsOf(floors) {
  const begins = [0];
  for (const { spaces } of floors) begins.push(begins.at(-1) + spaces.length);
  return begins;
}

/** The ways in such bytes; throws an Error where they are of no version known here. */
export function unpack(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEAD_BYTES || words(buffer, 0, MAGIC.length) !== MAGIC) throw new Error("These are no ways of a building.");
  if (view.getUint32(8, true) !== VERSION) throw new Error("These ways are of another version.");
  const begin = HEAD_BYTES + view.getUint32(12, true);
  const { arrays, ...head } = JSON.parse(words(buffer, HEAD_BYTES, begin));
  const own = arraysOf(buffer, begin, arrays);
  const begins = beginsOf(head.floors);
  const places = new Map(head.floors.flatMap(({ spaces }, floor) => spaces.map((id, n) => [id, begins[floor] + n])));
  return { ...head, ...own, begins, places, grounds: groundsOf(own) };
}
