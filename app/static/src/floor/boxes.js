// Where on a map something stands already: words may not come over words, nor over a desk that lies
// at an angle, whose own outline counts and not the larger box about it.

import { boxOf, touches } from "./lettering.js";

// Boxes are looked up by the squares of the map that they touch; most hold one word or a few desks.
const CELL_PX = 64;

// More columns than any drawing has, so that two numbers become one key.
const COLUMNS = 2 ** 20;

const cell = (px) => Math.floor(px / CELL_PX);

function cellsOf([left, top, right, bottom]) {
  const found = [];
  for (let y = cell(top); y <= cell(bottom); y += 1) {
    for (let x = cell(left); x <= cell(right); x += 1) found.push(y * COLUMNS + x);
  }
  return found;
}

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** A function that takes a box (centre and size in pixels) if it is free, and says whether it was;
    its `spare` keeps words off a box, its `avoid` off an outline, whatever is there already. */
export function makeBoxes() {
  const cells = new Map();
  const boxAt = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

  function take(box, ring = null) {
    for (const key of cellsOf(box)) {
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push({ box, ring });
    }
  }

  function isFree(box) {
    const inTheWay = (other) => overlap(box, other.box) && (!other.ring || touches(box, other.ring));
    for (const key of cellsOf(box)) if (cells.get(key)?.some(inTheWay)) return false;
    return true;
  }

  const free = (...place) => {
    const box = boxAt(...place);
    const is = isFree(box);
    if (is) take(box);
    return is;
  };
  free.spare = (...place) => take(boxAt(...place));
  free.avoid = (ring) => {
    const { left, top, width, height } = boxOf(ring);
    take([left, top, left + width, top + height], ring);
  };
  return free;
}
