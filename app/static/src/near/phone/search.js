// The nearest places by seconds, on the phone: the same search as the service's (geo/ways), without
// the proof for a circle. Nothing here asks anybody anything.

import { sees, standAt } from "./ground.js";
import { Queue } from "./queue.js";

const NO_NODE = -1;
// As in the service: a place that far from all free ground is not on this floor.
const AWAY_M = 25;

/** For each node where its neighbours begin, and these with the seconds to them. */
function aroundOf({ at, both, both_s: bothS, only, only_s: onlyS }) {
  const begins = new Int32Array(at.length / 2 + 1);
  const each = (see) => {
    for (let n = 0; n < bothS.length; n += 1) {
      see(both[2 * n], both[2 * n + 1], bothS[n]);
      see(both[2 * n + 1], both[2 * n], bothS[n]);
    }
    for (let n = 0; n < onlyS.length; n += 1) see(only[2 * n], only[2 * n + 1], onlyS[n]);
  };
  each((tail) => { begins[tail + 1] += 1; });
  for (let n = 1; n < begins.length; n += 1) begins[n] += begins[n - 1];
  const next = begins.slice();
  const heads = new Int32Array(begins.at(-1));
  const seconds = new Float64Array(begins.at(-1));
  each((tail, head, taken) => { heads[next[tail]] = head; seconds[next[tail]] = taken; next[tail] += 1; });
  return { begins, heads, seconds };
}

const known = new WeakMap();

function netOf(ways) {
  if (!known.has(ways)) known.set(ways, aroundOf(ways));
  return known.get(ways);
}

/** Seconds from starts [[node, seconds]] to all nodes. */
function timesFrom(ways, starts) {
  const { begins, heads, seconds } = netOf(ways);
  const best = new Float64Array(begins.length - 1).fill(Infinity);
  const queue = new Queue();
  const come = (node, cost) => { if (cost < best[node]) { best[node] = cost; queue.push(cost, node); } };
  for (const [node, cost] of starts) come(node, cost);
  while (queue.size) {
    const [cost, node] = queue.pop();
    if (cost > best[node]) continue;
    for (let n = begins[node]; n < begins[node + 1]; n += 1) come(heads[n], cost + seconds[n]);
  }
  return best;
}

/** The nodes of a hall that are in sight of a stand, with the metres to them; of those that nobody turns
    at only the `wanted`. */
function seenFrom(ways, stand, wanted) {
  const { free } = ways.grounds[stand.hall];
  const seen = [];
  for (let node = 0; node < ways.hall.length; node += 1) {
    if (ways.hall[node] !== stand.hall || !(ways.passed[node] || wanted.has(node))) continue;
    const to = { x: ways.at[2 * node], y: ways.at[2 * node + 1] };
    if (sees(free, stand, to)) seen.push([node, Math.hypot(to.x - stand.x, to.y - stand.y)]);
  }
  return seen;
}

/** Straight to each door that leads outside: no way can be shorter. */
function fromOutside(ways, { x, y }) {
  return Array.from(ways.exit_node, (node, n) => {
    const [doorX, doorY] = [ways.exit_at[2 * n], ways.exit_at[2 * n + 1]];
    const within = Math.hypot(ways.at[2 * node] - doorX, ways.at[2 * node + 1] - doorY);
    return [node, Math.hypot(doorX - x, doorY - y) + within];
  });
}

/** From the street: just inside the first door of a floor that one comes in by, or else of the building,
    the floor closest to the street first. */
function fromEntrance(ways, own) {
  const away = (floor) => (floor === own ? -1 : Math.abs(ways.floors[floor].ordinal ?? floor));
  const doors = Array.from(ways.exit_node, (node, n) => ({ n, node, floor: ways.floor[node], x: ways.exit_at[2 * n], y: ways.exit_at[2 * n + 1] }));
  const [first] = [...doors].sort((a, b) => away(a.floor) - away(b.floor) || a.floor - b.floor || a.n - b.n);
  if (!first) return null;
  // A door leads to a node on each of its sides.
  const same = doors.filter(({ floor, x, y }) => floor === first.floor && x === first.x && y === first.y);
  return same.map(({ node, x, y }) => [node, Math.hypot(ways.at[2 * node] - x, ways.at[2 * node + 1] - y)]);
}

/** {nodes: [[node, metres]], off, isOutside}: what is gone to first from a start; null where nobody can
    stand. `start` is {place}, a number, {entrance}, the floor that one wants to come to, or {floor, x, y}. */
function rowOf(ways, start, wanted) {
  if (start.entrance !== undefined) {
    const nodes = fromEntrance(ways, start.entrance);
    return nodes && { nodes, off: 0, isOutside: false };
  }
  if (start.place !== undefined) {
    const node = ways.place_node[start.place];
    return node === NO_NODE ? null : { nodes: [[node, 0]], off: ways.place_off_m[start.place], isOutside: false };
  }
  const stand = standAt(ways.grounds, start.floor, start.x, start.y, AWAY_M);
  if (stand) return { nodes: seenFrom(ways, stand, wanted), off: stand.off, isOutside: false };
  return ways.exit_node.length ? { nodes: fromOutside(ways, start), off: 0, isOutside: true } : null;
}

/** The `most` nearest of `places` (numbers): [{place, seconds}], the nearest first, and whether the
    start is out of doors. Null where nobody can stand at the start. */
export function nearest(ways, start, places, most) {
  const targets = places.filter((place) => ways.place_node[place] !== NO_NODE && ways.place_fits[place]);
  const wanted = new Set(targets.map((place) => ways.place_node[place]));
  const row = rowOf(ways, start, wanted);
  if (!row) return null;
  const speed = ways.speed_m_s;
  const times = timesFrom(ways, row.nodes.map(([node, away]) => [node, away / speed]));
  const found = targets
    .map((place) => ({ place, seconds: times[ways.place_node[place]] + (ways.place_off_m[place] + row.off) / speed }))
    .filter(({ seconds }) => Number.isFinite(seconds))
    .sort((a, b) => a.seconds - b.seconds);
  return { found: found.slice(0, most), isOutside: row.isOutside };
}
