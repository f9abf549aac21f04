// Where somebody stands on the ground of a floor, and what is in sight from there. Ground is a list
// of polygons, a polygon a list of rings, a ring x and y of each point in turn, closed; metres.

// A way along a wall is not refused for the last digit of its numbers.
const SLIP_M = 2e-4;

function* sidesOf(polygons) {
  for (const rings of polygons) {
    for (const ring of rings) {
      for (let n = 0; n + 3 < ring.length; n += 2) yield [ring[n], ring[n + 1], ring[n + 2], ring[n + 3]];
    }
  }
}

function isInRings(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    for (let n = 0; n + 3 < ring.length; n += 2) {
      const [ax, ay, bx, by] = [ring[n], ring[n + 1], ring[n + 2], ring[n + 3]];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}

export const isInside = (polygons, x, y) => polygons.some((rings) => isInRings(rings, x, y));

/** The point of a side that is nearest to (x, y). */
function nearestOfSide([ax, ay, bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const long = dx * dx + dy * dy;
  const t = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / long));
  return { x: ax + t * dx, y: ay + t * dy };
}

/** The nearest point of ground to (x, y), {x, y, off} with the metres to it; null where there is none. */
export function nearestOf(polygons, x, y) {
  if (isInside(polygons, x, y)) return { x, y, off: 0 };
  let best = null;
  for (const side of sidesOf(polygons)) {
    const at = nearestOfSide(side, x, y);
    const off = Math.hypot(at.x - x, at.y - y);
    if (!best || off < best.off) best = { ...at, off };
  }
  return best;
}

function areaOf(polygons) {
  const area = (ring) => {
    let sum = 0;
    for (let n = 0; n + 3 < ring.length; n += 2) sum += ring[n] * ring[n + 3] - ring[n + 2] * ring[n + 1];
    return Math.abs(sum) / 2;
  };
  return polygons.reduce((all, [outer, ...inner]) => all + area(outer) - inner.reduce((holes, ring) => holes + area(ring), 0), 0);
}

/** {hall, x, y, off}: where whoever is at (x, y) of a floor stands; in the hall that it is in, else in
    the nearest no farther than `most`. Null where nobody can stand there. */
export function standAt(grounds, floor, x, y, most) {
  const own = grounds.map((ground, hall) => ({ ...ground, hall })).filter(({ number }) => number === floor);
  const inside = own.filter((ground) => isInside(ground.floor, x, y)).sort((a, b) => areaOf(a.floor) - areaOf(b.floor));
  const stands = (inside.length ? inside : own).map(({ hall, free }) => ({ hall, ...nearestOf(free, x, y) })).filter(({ off }) => off !== undefined);
  if (inside.length) return stands[0] ?? null;
  const near = stands.filter(({ off }) => off <= most).sort((a, b) => a.off - b.off);
  return near[0] ?? null;
}

/** Whether the straight way from `from` to `to` stays on the ground. */
export function sees(polygons, from, to) {
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  if (long <= SLIP_M) return true;
  const [ux, uy] = [(to.x - from.x) / long, (to.y - from.y) / long];
  // Metres along the way at which it touches a side: between two of them it is on one side of all.
  const touched = [0, long];
  for (const [ax, ay, bx, by] of sidesOf(polygons)) {
    const a = ux * (ay - from.y) - uy * (ax - from.x);
    const b = ux * (by - from.y) - uy * (bx - from.x);
    if ((a > SLIP_M && b > SLIP_M) || (a < -SLIP_M && b < -SLIP_M)) continue;
    const atA = ux * (ax - from.x) + uy * (ay - from.y);
    const atB = ux * (bx - from.x) + uy * (by - from.y);
    if (Math.abs(a) <= SLIP_M) touched.push(atA);
    if (Math.abs(b) <= SLIP_M) touched.push(atB);
    if (Math.abs(a) > SLIP_M && Math.abs(b) > SLIP_M) {
      const at = atA + ((atB - atA) * a) / (a - b);
      if (at > SLIP_M && at < long - SLIP_M) return false;
      touched.push(at);
    }
  }
  const cuts = touched.filter((at) => at >= 0 && at <= long).sort((a, b) => a - b);
  for (let n = 0; n + 1 < cuts.length; n += 1) {
    if (cuts[n + 1] - cuts[n] <= 2 * SLIP_M) continue;
    const middle = (cuts[n] + cuts[n + 1]) / 2;
    if (nearestOf(polygons, from.x + ux * middle, from.y + uy * middle).off > SLIP_M) return false;
  }
  return true;
}
