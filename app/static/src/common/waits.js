// Wait lists: going on one, leaving it, and answering when a place is offered.

import { api } from "./api.js";
import { kindText } from "./words.js";

const IF_LOST = "Look at “My bookings” before you try again.";

/** One's own waits: open ones by their hours, then those that ended within a week. */
export const mine = () => api("GET", "/waits");

/** Wait for {space_id} or any {kind, floor_id, zone_id}, {from, to} as instants, {mode}. Throws a Problem. */
export const join = (body) => api("POST", "/waits", { body, ifLost: "Try again: you are on the list only once." });

export const setMode = (id, mode) => api("PATCH", `/waits/${id}`, { body: { mode }, ifLost: IF_LOST });

/** Wait no longer, or let the next one have what is offered. Throws a Problem. */
export const leave = (id) => api("DELETE", `/waits/${id}`, { ifLost: IF_LOST });

export const take = (id) => api("POST", `/waits/${id}/take`, { ifLost: IF_LOST });

export const MODES = {
  ask: "Ask me first: the place is kept for me until I answer",
  book: "Book it for me by itself",
};

const SUFFIXES = { one: "st", two: "nd", few: "rd", other: "th" };
let rules = null;

/** "1st", "2nd", "11th". */
export function orderText(number) {
  rules ??= new Intl.PluralRules("en", { type: "ordinal" });
  return `${number}${SUFFIXES[rules.select(number)]}`;
}

/** "You are next.", "You are 2nd in line." */
export const lineText = ({ position }) => (position === 1 ? "You are next." : `You are ${orderText(position)} in line.`);

/** "any desk", "any desk in Quiet zone". */
export function anyText(kind, zone) {
  return `any ${kindText(kind).toLowerCase()}${zone ? ` in ${zone}` : " on this floor"}`;
}
