// From degrees to metres of a building's own axes, near that building.

// Of the downloaded ways, as in geo/ways/phone.py.
const REACH_M = 3000;
const PER_DEGREE = 100;

/** {x, y} of {lon, lat}; null farther away than the plane is right. */
export function inPlane({ lon, lat }, { lonlat }) {
  const u = (lon - lonlat.lon) * PER_DEGREE;
  const v = (lat - lonlat.lat) * PER_DEGREE;
  // A degree of latitude is 111 km everywhere; far away the sums below mean nothing.
  const north = (v / PER_DEGREE) * 111_000;
  const east = (u / PER_DEGREE) * 111_000 * Math.cos((lat * Math.PI) / 180);
  if (!(Math.hypot(north, east) <= REACH_M)) return null;
  const terms = [1, u, v, u * u, u * v, v * v, u ** 3, u * u * v, u * v * v, v ** 3];
  const sum = (factors) => terms.reduce((all, term, n) => all + term * factors[n], 0);
  return { x: sum(lonlat.x), y: sum(lonlat.y) };
}
