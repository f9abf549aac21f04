// Booking several days at once, and what becomes of them. All of these throw a Problem.

import { api } from "./api.js";
import { postOnce } from "./once.js";

const IF_BOOKING_LOST = "Try again: it is booked only once. “My bookings” shows what you have.";
const IF_CHANGE_LOST = "Look at “My bookings” before you try again.";
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** The calendar rule (RFC 5545) of every `every`th week on some weekdays until a day. */
export function weeklyRule(weekdays, every, until) {
  const interval = every > 1 ? `;INTERVAL=${every}` : "";
  return `FREQ=WEEKLY${interval};BYDAY=${weekdays.join()};UNTIL=${until.replaceAll("-", "")}`;
}

/** "MO" for the weekday of a day like "2026-11-23". */
export const weekdayOf = (date) => WEEKDAYS[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7];

/** What booking would come to; nothing is booked. */
export const preview = (body) => api("POST", "/series/preview", { body, isRead: true });

/** Book a series; the same wish sent again is the same series. */
export const book = async (body) => (await postOnce("/series", body, IF_BOOKING_LOST)).made;

export const mine = () => api("GET", "/series");
export const one = (id) => api("GET", `/series/${id}`);

/** Book dates that have no booking: [{on, space_id?}], or all that clashed. */
export const retry = (id, dates = []) => api("POST", `/series/${id}/retry`, { body: { dates }, ifLost: IF_BOOKING_LOST });

export const change = (id, body) => api("PATCH", `/series/${id}`, { body, ifLost: IF_CHANGE_LOST });

/** Cancel "this", "later" or "all" dates; `on` is the date that is meant. */
export const cancel = (id, scope, on) =>
  api("DELETE", `/series/${id}?${new URLSearchParams({ scope, on })}`, { ifLost: IF_CHANGE_LOST });
