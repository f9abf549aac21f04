// What a phone would hear at a place among beacons, with the errors that signals have in offices.

import { metresBetween } from "./metres.js";

const FEWEST = 3;
// Nobody comes nearer to a beacon on a wall or a ceiling.
const CLOSEST_M = 0.3;
// Phones hear no more than the strongest, and nothing weaker.
const MOST = 12;
const FAINTEST_DBM = -100;

/** A normal error, by Box and Muller. */
const gauss = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

/** A place between the beacons; null where there are too few. */
export function somewhere(beacons) {
  if (beacons.length < FEWEST) return null;
  const shares = beacons.map(() => -Math.log(1 - Math.random()));
  const all = shares.reduce((sum, each) => sum + each, 0);
  const mean = (part) => beacons.reduce((sum, each, n) => sum + (each[part] * shares[n]) / all, 0);
  return { lat: mean("lat"), lon: mean("lon") };
}

/** [{beacon, rssi}], the strongest first; `usual` are the loss and the error of geo/beacons.py. */
export function heardAt(place, beacons, { loss, error }) {
  const heard = beacons.map((each) => {
    const away = Math.max(CLOSEST_M, metresBetween(place, each));
    const told = each.at_1_m_dbm - 10 * loss * Math.log10(away) + error * gauss();
    return { beacon: each.beacon, rssi: Math.round(Math.min(20, Math.max(-120, told)) * 10) / 10 };
  }).sort((a, b) => b.rssi - a.rssi);
  return heard.filter(({ rssi }, n) => n < FEWEST || (n < MOST && rssi >= FAINTEST_DBM));
}
