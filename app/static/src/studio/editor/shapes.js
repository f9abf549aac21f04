// Plain geometry of outlines, in metres of the drawing's own axes: points are [x, y], x to the right.

/** All rings of an area, the outer ones and the holes, without the corner that closes them. */
export function ringsOf({ type, coordinates }) {
  const rings = type === "MultiPolygon" ? coordinates.flat() : coordinates;
  return rings.map((ring) => ring.slice(0, -1));
}

export function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

export const middleOf = ([west, south, east, north]) => [(west + east) / 2, (south + north) / 2];

const meet = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** The x at which a level line crosses the rings, from west to east. */
function crossings(rings, y) {
  const found = [];
  for (const ring of rings) {
    ring.forEach(([x1, y1], index) => {
      const [x0, y0] = ring.at(index - 1);
      if (y0 > y !== y1 > y) found.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    });
  }
  return found.sort((a, b) => a - b);
}

export const inside = (rings, [x, y]) => crossings(rings, y).filter((at) => at > x).length % 2 === 1;

const LEVELS = [0.5, 0.31, 0.69, 0.17, 0.83, 0.42, 0.58, 0.07, 0.93];
const ALONG = [0.5, 0.25, 0.75, 0.1, 0.9];

/** Points well inside, the best first: in the widest parts of some level lines. */
function pointsWithin({ rings, box: [, south, , north] }) {
  const found = [];
  for (const level of LEVELS) {
    const y = south + (north - south) * level;
    const at = crossings(rings, y);
    for (let k = 0; k + 1 < at.length; k += 2) {
      const width = at[k + 1] - at[k];
      ALONG.forEach((share, rank) => found.push({ point: [at[k] + width * share, y], width: width / (1 + rank) }));
    }
  }
  return found.sort((a, b) => b.width - a.width).map(({ point }) => point);
}

/** The middle of the widest stretch half way up: well inside of nearly everything. */
function middleWithin({ rings, box: [, south, , north] }) {
  const y = (south + north) / 2;
  const at = crossings(rings, y);
  let best = null;
  for (let k = 0; k + 1 < at.length; k += 2) if (!best || at[k + 1] - at[k] > best[1] - best[0]) best = [at[k], at[k + 1]];
  return best && [(best[0] + best[1]) / 2, y];
}

/** A point of an outline {rings, box} that lies in none of the `others`. */
export function pointOf(shape, others = []) {
  const near = others.filter((other) => meet(other.box, shape.box));
  const middle = middleWithin(shape);
  if (middle && !near.some((other) => inside(other.rings, middle))) return middle;
  const points = pointsWithin(shape);
  return points.find((point) => !near.some((other) => inside(other.rings, point))) ?? points[0] ?? middleOf(shape.box);
}

export const shifted = (rings, dx, dy) => rings.map((ring) => ring.map(([x, y]) => [x + dx, y + dy]));

/** Turned counter-clockwise about a point. */
export function turned(rings, degrees, [cx, cy]) {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return rings.map((ring) => ring.map(([x, y]) => [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos]));
}

/** Where the foot of a point stands on the stretch from a to b. */
export function footOn([ax, ay], [bx, by], [x, y]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return [ax + share * dx, ay + share * dy];
}

/** Whole millimetres: what is finer than that nobody drew. */
export const rounded = (value) => Math.round(value * 1000) / 1000;
