// How words are fitted onto a map: boxes that may not overlap, and where in an area there is room.

import { s } from "../common/dom.js";

// Mean width of a letter as a share of its size.
const LETTER_SHARE = 0.61;
// Where in the box of an area its name may stand, as shares of width and height, best first.
const ACROSS = [0.5, 0.35, 0.65, 0.22, 0.78];
const DOWN = [0.5, 0.3, 0.7, 0.4, 0.6, 0.15, 0.85, 0.08, 0.92];
const TRIED = DOWN.flatMap((y) => ACROSS.map((x) => [x, y]));

export const widthOf = (words, size) => words.length * size * LETTER_SHARE;

export const outerRing = ({ type, coordinates }) => (type === "MultiPolygon" ? coordinates[0][0] : coordinates[0]);

/** A function that takes a box (centre and size in pixels) if it is free, and says whether it was. */
export function makeBoxes() {
  const taken = [];
  const hits = (a) => taken.some((b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
  return (x, y, width, height) => {
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    if (hits(box)) return false;
    taken.push(box);
    return true;
  };
}

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

function inside({ x, y }, ring) {
  let is = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i], ring[j]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) is = !is;
  }
  return is;
}

/** Points within a ring where words of this size lie inside it as a whole, the middle first. */
export function* roomFor(words, size, ring) {
  const { left, top, width, height } = boxOf(ring);
  const half = widthOf(words, size) / 2;
  for (const [x, y] of TRIED) {
    const at = { x: left + width * x, y: top + height * y };
    if ([-half, half].every((aside) => inside({ x: at.x + aside, y: at.y }, ring))) yield at;
  }
}
