// Places on the earth as people type and paste them: decimal degrees, degrees with minutes and
// seconds, what map services copy and put into their addresses.

import { numberOf } from "./numbers.js";

const NUMBER = String.raw`[+-]?\d+(?:[.,]\d+)?`;
// "O" is west in French and east in German, so it is not taken.
const LETTER = "[NSEW]";
const SEXAGESIMAL = new RegExp(
  String.raw`(${LETTER})?\s*(${NUMBER})\s*(?:°|º|deg|d)\s*(?:(\d+(?:[.,]\d+)?)\s*['′’m]\s*)?(?:(\d+(?:[.,]\d+)?)\s*(?:"|″|”|''|s)\s*)?(${LETTER})?`, "giu");
const LETTERED = new RegExp(String.raw`^\s*(?:(${LETTER})\s*(${NUMBER})|(${NUMBER})\s*(${LETTER}))\s*$`, "iu");
// Where map services keep the middle of the map in their addresses, and where the pin.
const IN_ADDRESSES = [
  /!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)/, /[?&]q=(?:loc:)?(-?\d+\.\d+)(?:,|%2C)\s*(-?\d+\.\d+)/i, /[?&]mlat=(-?\d+\.\d+)&mlon=(-?\d+\.\d+)/,
  /@(-?\d+\.\d+),(-?\d+\.\d+)/, /#map=[\d.]+\/(-?\d+\.\d+)\/(-?\d+\.\d+)/, /^geo:(-?\d+\.\d+),(-?\d+\.\d+)/,
];
const SOUTH_OR_WEST = /[SW]/i;
const ALONG = /[EW]/i;

const plain = (words) => Number(words.replace(",", "."));
const signed = (value, letter) => (letter && SOUTH_OR_WEST.test(letter) ? -Math.abs(value) : value);

function sexagesimal(found) {
  const [, before, degrees, minutes = "0", seconds = "0", after] = found;
  const whole = plain(degrees);
  const size = Math.abs(whole) + plain(minutes) / 60 + plain(seconds) / 3600;
  const isBack = whole < 0 || degrees.startsWith("-");
  const letter = before ?? after ?? "";
  return { value: signed(isBack ? -size : size, letter), letter, isSane: plain(minutes) < 60 && plain(seconds) < 60 };
}

/** One angle in degrees: "52.3702", "52,3702", "52°22'12.7\"N", "N 52.3702"; or NaN. */
export function angleOf(text) {
  const lettered = LETTERED.exec(text);
  if (lettered) return signed(plain(lettered[2] ?? lettered[3]), lettered[1] ?? lettered[4]);
  const found = [...String(text).matchAll(SEXAGESIMAL)];
  if (found.length === 1 && found[0][0].trim().length === String(text).trim().length) {
    const { value, isSane } = sexagesimal(found[0]);
    return isSane ? value : Number.NaN;
  }
  return numberOf(text);
}

/** The first of two angles is the latitude, unless its letter says otherwise. */
const inOrder = ([one, two]) => (ALONG.test(one.letter) ? [two.value, one.value] : [one.value, two.value]);

function letteredPair(text) {
  const parts = [...text.matchAll(new RegExp(String.raw`(?:(${LETTER})\s*(${NUMBER}))|(?:(${NUMBER})\s*(${LETTER}))`, "giu"))];
  if (parts.length !== 2) return null;
  return inOrder(parts.map(([, before, one, two, after]) => ({ letter: before ?? after, value: signed(plain(one ?? two), before ?? after) })));
}

/** Two numbers as they are copied from a map ("52.3702, 4.8952", "52°22'12.7\"N 4°53'42.7\"E", the
    address of a map), or null. */
export function pairOf(text) {
  for (const pattern of IN_ADDRESSES) {
    const found = pattern.exec(text);
    if (found) return [Number(found[1]), Number(found[2])];
  }
  const angles = [...text.matchAll(SEXAGESIMAL)].map(sexagesimal);
  if (angles.length === 2) return angles.every(({ isSane }) => isSane) ? inOrder(angles) : null;
  const lettered = letteredPair(text);
  if (lettered) return lettered;
  const found = /^\s*\(?\s*([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)\s*\)?\s*$/.exec(text.replaceAll("°", ""));
  if (found && !/^\s*[+-]?\d+,\d+\s*$/.test(text)) return [Number(found[1]), Number(found[2])];
  // Decimal commas: "52,3702 4,8952" or "52,3702; 4,8952".
  const commas = /^\s*([+-]?\d+,\d+)\s*[;\s]\s*([+-]?\d+,\d+)\s*$/.exec(text);
  return commas ? [plain(commas[1]), plain(commas[2])] : null;
}
