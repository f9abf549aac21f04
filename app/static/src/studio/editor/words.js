// How the editor says what it does.

import { countText, kindText } from "../../common/words.js";
import { inWords } from "../words.js";

const KINDS = { area: "Area", parking: "Parking place" };
const ORDER = ["room", "booth", "area", "desk", "locker", "parking"];

export const kindName = (kind) => KINDS[kind] ?? kindText(kind);

const counted = (number, kind) => (kind === "area" ? `${number} ${number === 1 ? "area" : "areas"}` : countText(number, kind));

/** "3 desks and 1 room". */
export function countedSpaces(spaces) {
  return inWords(ORDER.map((kind) => [spaces.filter((space) => space.kind === kind).length, kind])
    .filter(([number]) => number > 0).map(([number, kind]) => counted(number, kind)));
}

/** What a space is called in a list: with its kind where its name is a mere number. */
export function spaceName({ kind, name }) {
  return /\p{L}{3}/u.test(name) ? name : `${kindName(kind)} ${name}`.trim();
}

const USES = {
  conferenceroom: "meeting room", huddleroom: "huddle room", phoneroom: "phone booth", serverroom: "server room",
  unspecified: "unspecified", firstaid: "first aid", mothersroom: "mothers' room", foodservice: "food service",
  walkway: "corridor", elevator: "lift", restroom: "toilet", smokingarea: "smoking area", waitingroom: "waiting room",
  fitnessroom: "fitness room", movietheater: "cinema", privatelounge: "private lounge", nonpublic: "not public",
  movingwalkway: "moving walkway", fieldofplay: "field of play", unenclosedarea: "open area",
};

export const categoryName = (category) => USES[category] ?? category.replaceAll(".", ", ");

/** What a space is used for; nothing where its kind says it all. */
export const useText = ({ kind, category }) => (category === kind || category === "unspecified" ? "" : categoryName(category));

export const lengthText = (metres) => `${metres.toFixed(2)} m`;

export const placeText = ([x, y]) => `x ${x.toFixed(2)}, y ${y.toFixed(2)}`;

/** What others did meanwhile, of the fields of a problem. */
export function meanwhileText({ edits = [] }) {
  const done = edits.slice(-3).map(({ by, what }) => `${by ?? "the operator"}: ${what}`).join(" ");
  const told = done ? `Meanwhile, ${done}` : "A colleague took something back meanwhile.";
  return `${told} You see the newer plan now; your last step was not made.`;
}

/** "1.20 m right, 0.50 m down". */
export function wayText(dx, dy) {
  const along = dx ? `${lengthText(Math.abs(dx))} ${dx > 0 ? "right" : "left"}` : "";
  const across = dy ? `${lengthText(Math.abs(dy))} ${dy > 0 ? "up" : "down"}` : "";
  return [along, across].filter(Boolean).join(", ") || "where it was";
}
