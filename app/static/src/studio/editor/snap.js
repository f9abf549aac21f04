// Corners and edges of the drawing attract a point that is near to them on the screen.

import { footOn } from "./shapes.js";

const CELL_M = 2;
const REACH_PX = 12;
// A line that is nearly level or upright becomes it.
const SQUARE_PX = 7;

const pairs = (line) => line.slice(1).map((end, index) => [line[index], end]);
const loops = (ring) => ring.map((end, index) => [ring.at(index - 1), end]);

/** The stretches of any GeoJSON line or area. */
function stretchesOf(geometry) {
  if (!geometry?.coordinates.length) return [];
  const lines = (coordinates) => (typeof coordinates[0][0] === "number" ? [coordinates] : coordinates.flatMap(lines));
  return lines(geometry.coordinates).flatMap(pairs);
}

/** Stretches by the squares of a grid through which they pass. */
class Grid {
  #cells = new Map();

  constructor(stretches) {
    for (const stretch of stretches) this.#add(stretch);
  }

  #add(stretch) {
    const [[ax, ay], [bx, by]] = stretch;
    const steps = Math.ceil((2 * Math.hypot(bx - ax, by - ay)) / CELL_M) + 1;
    for (let k = 0; k <= steps; k += 1) {
      const cell = this.#cell(ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps);
      if (!this.#cells.has(cell)) this.#cells.set(cell, new Set());
      this.#cells.get(cell).add(stretch);
    }
  }

  #cell(x, y) {
    return `${Math.floor(x / CELL_M)} ${Math.floor(y / CELL_M)}`;
  }

  near([x, y]) {
    const found = new Set();
    for (const dx of [-CELL_M, 0, CELL_M]) {
      for (const dy of [-CELL_M, 0, CELL_M]) for (const each of this.#cells.get(this.#cell(x + dx, y + dy)) ?? []) found.add(each);
    }
    return [...found];
  }
}

const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);

function nearest(point, candidates, reach) {
  let best = null;
  let least = reach;
  for (const candidate of candidates) {
    const away = distance(point, candidate);
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

export class Snapper {
  #walls = null;
  #places = null;

  constructor(spaces) {
    this.spaces = spaces;
  }

  /** Another drawing, or another reading of it. */
  load(draft) {
    this.draft = draft;
    this.#walls = null;
    this.#places = null;
  }

  /** The spaces are other than before. */
  forget() {
    this.#places = null;
  }

  /** {point, kind}: a corner in reach, else an edge, else square to `from`, else the point itself;
      `scale` is pixels to a metre, and spaces of the keys in `without` attract nothing. */
  snap(point, scale, { from = null, without = new Set() } = {}) {
    const reach = Math.min(CELL_M, REACH_PX / scale);
    const stretches = this.#near(point, without);
    const corner = nearest(point, stretches.flat(), reach);
    if (corner) return { point: corner, kind: "corner" };
    const foot = nearest(point, stretches.map(([a, b]) => footOn(a, b, point)), reach);
    if (foot) return { point: foot, kind: "edge" };
    return { point: from ? squared(point, from, SQUARE_PX / scale) : point, kind: null };
  }

  #near(point, without) {
    const { draft } = this;
    this.#walls ??= new Grid([draft.outline, draft.walls, ...draft.connectors.features.map(({ geometry }) => geometry)].flatMap(stretchesOf));
    this.#places ??= new Grid(this.spaces.list().flatMap(({ key, rings }) => rings.flatMap(loops).map((stretch) => Object.assign(stretch, { key }))));
    return [...this.#walls.near(point), ...this.#places.near(point).filter(({ key }) => !without.has(key))];
  }
}

function squared([x, y], [fx, fy], reach) {
  return [Math.abs(x - fx) < reach ? fx : x, Math.abs(y - fy) < reach ? fy : y];
}
