// How words are fitted onto a map: how much they take, and where in an area there is room.

import { s } from "../common/dom.js";

// Mean widths of letters as a share of their size; names in capitals are a good deal longer.
const LETTER_SHARE = 0.61;
const CAPITAL_SHARE = 0.74;
const CAPITALS = /\p{Lu}/gu;
// How far apart the places are that are tried for a name, and how many at most each way.
const STEP_PX = 10;
const MOST_TRIED = 13;

// The sides of a square differ by less; its first one counts then.
const LONGER_PX = 0.5;

/** About how many pixels words take in a line. */
export function widthOf(words, size) {
  const capitals = words.match(CAPITALS)?.length ?? 0;
  return size * (words.length * LETTER_SHARE + capitals * (CAPITAL_SHARE - LETTER_SHARE));
}

const firstPolygon = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates[0] : coordinates);
export const outerRing = (geometry) => firstPolygon(geometry)[0];

/** Each piece of an area as an area of its own. */
export const piecesOf = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates : [coordinates]).map((own) => ({ type: "Polygon", coordinates: own }));

/** The rings of what lies within an area and is not of it: rooms in an open floor, a void. */
export const innerRings = (geometry) => firstPolygon(geometry).slice(1);

export function writing(x, y, words, className, size) {
  return s("text", { x: x.toFixed(1), y: y.toFixed(1), class: className, "font-size": size.toFixed(1) }, words);
}

export function placed(node, x, y, grown = 1) {
  node?.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${grown.toFixed(2)})`);
  return node;
}

/** A name in two lines of nearly the same length. */
export function inTwo(words) {
  const gaps = [...words.matchAll(/ /g)].map(({ index }) => index);
  if (gaps.length === 0) return [words, ""];
  const uneven = (gap) => Math.abs(gap - words.length / 2);
  const middle = gaps.reduce((best, gap) => (uneven(gap) < uneven(best) ? gap : best));
  return [words.slice(0, middle), words.slice(middle + 1)];
}

export function boxOf(points) {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** True when two boxes have more than an edge in common. */
export function overlap(a, b) {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

export function inside({ x, y }, ring) {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i], ring[j]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) is = !is;
  }
  return is;
}

/** How an outline lies: the angle of its longest side in degrees, such that words along it read
    from left to right or upwards, and its size along and across that side. */
export function frameOf(ring) {
  let [longest, angle] = [0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const [x, y] = [ring[i].x - ring[i - 1].x, ring[i].y - ring[i - 1].y];
    if (Math.hypot(x, y) > longest + LONGER_PX) [longest, angle] = [Math.hypot(x, y), Math.atan2(y, x)];
  }
  if (angle >= Math.PI / 2) angle -= Math.PI;
  if (angle < -Math.PI / 2) angle += Math.PI;
  const turned = boxOf(ring.map((point) => turnedBack(point, angle)));
  return { angle: (angle * 180) / Math.PI, along: turned.width, across: turned.height };
}

function turnedBack({ x, y }, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x: x * cos + y * sin, y: y * cos - x * sin };
}

/** True when a box of this size about a point, turned by `degrees`, lies inside a ring. */
export function holds(ring, at, width, height, degrees = 0) {
  const angle = (-degrees * Math.PI) / 180;
  return [[-1, -1], [1, -1], [1, 1], [-1, 1], [0, -1], [0, 1]].every(([x, y]) => {
    const corner = turnedBack({ x: (x * width) / 2, y: (y * height) / 2 }, angle);
    return inside({ x: at.x + corner.x, y: at.y + corner.y }, ring);
  });
}

/** True when the line from a to b and a box have a point in common. */
function crosses([left, top, right, bottom], a, b) {
  if (Math.max(a.x, b.x) < left || Math.min(a.x, b.x) > right) return false;
  if (Math.max(a.y, b.y) < top || Math.min(a.y, b.y) > bottom) return false;
  const side = (x, y) => Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));
  const sides = [side(left, top), side(right, top), side(right, bottom), side(left, bottom)];
  return !(sides.every((each) => each > 0) || sides.every((each) => each < 0));
}

/** True when a box [left, top, right, bottom] and the area within a ring have a point in common. */
export function touches(box, ring) {
  if (ring.some((point, index) => crosses(box, point, ring[(index + 1) % ring.length]))) return true;
  return inside({ x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }, ring);
}

const lattices = new Map();

/** Points of a lattice of so many columns and rows, from -0.5 to 0.5 each way, the middle first. */
function latticeOf(columns, rows) {
  const key = columns * MOST_TRIED + rows;
  if (!lattices.has(key)) {
    const shares = (count) => Array.from({ length: count }, (_, index) => (count > 1 ? index / (count - 1) - 0.5 : 0));
    const points = shares(rows).flatMap((y) => shares(columns).map((x) => ({ x, y })));
    lattices.set(key, points.sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y)));
  }
  return lattices.get(key);
}

// An odd number, so that the middle itself is among them.
const triesFor = (play) => Math.min(MOST_TRIED, 2 * Math.ceil(play / STEP_PX / 2) + 1);

/** Points where a block of this size lies inside an area {ring, holes} as a whole, the middle first, of
    those that `isPossible`. */
export function* roomFor(block, { ring, holes }, isPossible) {
  const { left, top, width, height } = boxOf(ring);
  const [across, down] = [width - block.width, height - block.height];
  if (across < 0 || down < 0) return;
  for (const { x, y } of latticeOf(triesFor(across), triesFor(down))) {
    const at = { x: left + width / 2 + across * x, y: top + height / 2 + down * y };
    if (!isPossible(at)) continue;
    const box = [at.x - block.width / 2, at.y - block.height / 2, at.x + block.width / 2, at.y + block.height / 2];
    if (holds(ring, at, block.width, block.height) && !holes.some((hole) => touches(box, hole))) yield at;
  }
}
