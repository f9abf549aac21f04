// Metres on the ground near a place, as far as a floor goes.

const LATITUDE_M = 111_320;

const longitudeM = (lat) => LATITUDE_M * Math.cos((lat * Math.PI) / 180);

/** The place {lat, lon} so many metres to the east and north of another. */
export const stepped = ({ lat, lon }, eastM, northM) => ({ lat: lat + northM / LATITUDE_M, lon: lon + eastM / longitudeM(lat) });

export const metresBetween = (one, other) =>
  Math.hypot((other.lon - one.lon) * longitudeM(one.lat), (other.lat - one.lat) * LATITUDE_M);
