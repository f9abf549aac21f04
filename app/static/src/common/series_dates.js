// The dates of a series in words: when, how each stands, and what can be done about those that are
// taken.

import { h } from "./dom.js";
import { NOON, dayText, instantOf, wallOf } from "./time.js";
import { metresText, titleOf } from "./words.js";

/** "Tue 24 Nov", and its year when that is not this one. */
export function dateText(on, zone) {
  const year = on.slice(0, 4);
  const words = dayText(instantOf(on, NOON, zone), zone);
  return year === wallOf(Date.now(), zone).date.slice(0, 4) ? words : `${words} ${year}`;
}

const nameOf = (date, kind) => titleOf({ name: date.space_name, kind });

/** How a date stands, in a sentence; `home` is the place of the series. */
export function stateText(date, { zone, kind, home }) {
  const elsewhere = date.space_id === home ? "" : `: ${nameOf(date, kind)}`;
  if (date.is_theirs) return "Moved by its person, and theirs alone now";
  if (date.state === "free") return `${date.asked ? "Free, needs approval" : "Free"}${elsewhere}`;
  if (date.state === "booked" && date.asked) return `Waits for approval${elsewhere}`;
  if (date.state === "booked") return `${date.by_hand ? "Booked, changed by itself" : "Booked"}${elsewhere}`;
  if (date.state === "clash") return `${nameOf(date, kind)} is taken`;
  if (date.state === "planned") {
    return date.reach_on ? `Booked by itself from ${dateText(date.reach_on, zone)} on` : "Booked by itself soon";
  }
  if (date.state === "cancelled" && date.problem?.code === "declined") return "Not approved";
  return { skipped: "Left out", cancelled: "Cancelled", refused: date.problem?.message }[date.state] ?? date.state;
}

const COUNTED = [
  ["booked", "booked"], ["asked", "waiting for approval"], ["free", "free"], ["clash", "taken"], ["refused", "not possible"],
  ["planned", "booked later by itself"], ["skipped", "left out"], ["cancelled", "cancelled"],
];

const countedAs = (date) => (date.state === "booked" && date.asked ? "asked" : date.state);

/** "4 free, 1 taken" */
export function countsText(dates) {
  return COUNTED.map(([state, words]) => [dates.filter((date) => countedAs(date) === state).length, words])
    .filter(([number]) => number).map((pair) => pair.join(" ")).join(", ");
}

/** "3 m away", and the floor when it is another one. */
export const whereText = (offer, floorId) =>
  `${metresText(offer.distance_m)} away${offer.floor_id === floorId ? "" : `, ${offer.floor_name}`}`;

/** "Desk 2.004, 3 m away" */
export const offerText = (offer, floorId) => `${titleOf(offer)}, ${whereText(offer, floorId)}`;

/** A line for a date. `lead` and `control` go before and after what is said of it. */
export function dateLine(date, about, { lead = null, control = null } = {}) {
  const note = date.state === "booked" && date.problem ? date.problem.message : null;
  const advice = date.state === "refused" ? date.problem?.advice : null;
  return h("li", { class: "series-date", "data-state": date.state, "data-on": date.on },
    lead ?? h("span", { class: "series-day" }, dateText(date.on, about.zone)),
    h("span", { class: "series-state" }, h("span", { class: "series-mark", "aria-hidden": "true" }), stateText(date, about)),
    (note || advice) && h("span", { class: "soft small series-note" }, note ?? advice),
    control);
}

/** The dates as a list. */
export const dateList = (dates, about, extra = () => ({})) =>
  h("ul", { class: "series-dates", "aria-label": "Dates" }, ...dates.map((date) => dateLine(date, about, extra(date))));
