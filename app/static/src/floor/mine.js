// What this person has booked already, for oneself and for colleagues: of a place that is free, which
// one like it they have in these hours, of one that is taken, whether it was they who booked it.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { instants, spanText, windowBetween } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { bookingActs } from "./own.js";
import { statusOf } from "./spaces.js";

// What was booked on another page is known when the next place is opened.
const STALE_MS = 30_000;
const STANDING = new Set(["confirmed", "checked_in", "held"]);

/** Keep `mine` of the state: {own, others}, the bookings of oneself and those made for colleagues. */
export function followMine(store) {
  let known = 0;
  let wasBusy = false;
  async function load() {
    known = Date.now();
    // Without them one books as ever.
    const [own, others] = await Promise.all(["", "/for-others"].map((path) => api("GET", `/bookings${path}`))).catch(() => [[], []]);
    const mine = { own, others };
    if (JSON.stringify(mine) !== JSON.stringify(store.get().mine)) store.set({ mine });
  }
  store.on(["busy"], ({ busy }) => { if (wasBusy && !busy) load(); wasBusy = busy; });
  store.on(["selected"], ({ selected }) => { if (selected && Date.now() - known > STALE_MS) load(); });
  load();
}

const meets = (booking, { from, to }) => STANDING.has(booking.state) && Date.parse(booking.from) < Date.parse(to) && Date.parse(from) < Date.parse(booking.to);

/** The bookings that one has of other places of its kind in the hours of the page. */
export function likeIt(space, { mine, window, person, moving }, zone) {
  if (person || moving) return [];
  const hours = instants(window, zone);
  return mine.own.filter((booking) => booking.kind === space.kind && booking.space_id !== space.id && meets(booking, hours));
}

const forOther = (space, { mine, window }, zone) => {
  const hours = instants(window, zone);
  return mine.others.find((each) => each.space_id === space.id && meets(each, hours));
};

/** What of one's bookings the panel shows beside a place that is not one's own. */
export const shownBeside = (space, state, zone) =>
  (space && statusOf(state, space.id).status !== "yours" ? [likeIt(space, state, zone), forOther(space, state, zone)] : null);

const nameOf = (booking) => titleOf({ name: booking.space_name, kind: booking.kind });

/** That one has such a place then, with the way to move it here; null where one has none. */
export function haveThen(space, state, { act, zone }) {
  const found = likeIt(space, state, zone);
  if (found.length === 0) return null;
  const [booking] = found;
  const shown = instants(state.window, zone);
  const isSame = Date.parse(booking.from) === Date.parse(shown.from) && Date.parse(booking.to) === Date.parse(shown.to);
  const words = found.map((each) => nameOf(each) + (isSame ? "" : `, ${spanText(each.from, each.to, zone)}`)).join("; ");
  const moving = { bookingId: booking.id, spaceId: booking.space_id, title: nameOf(booking), hours: { from: booking.from, to: booking.to } };
  return h("div", { class: "stack", "data-have-then": true },
    h("p", {}, h("strong", {}, `You have ${words}${isSame ? " then" : ""}.`)),
    found.length === 1 && h("button", { type: "button", class: "button primary wide", "data-primary": true, disabled: state.busy, onclick: () => act.move(moving, space) },
      isSame ? "Move it here" : `Move it here, ${spanText(booking.from, booking.to, zone)}`));
}

/** Of a place that one booked for a colleague: when, and to change, move or cancel it; else null. */
export function bookedForOther(space, state, parts) {
  const booking = forOther(space, state, parts.zone);
  if (!booking) return null;
  const window = windowBetween(booking.from, booking.to, parts.zone);
  return h("div", { class: "stack", "data-for-other": true },
    h("p", {}, h("strong", {}, `You booked it for ${booking.person_name}.`)),
    h("p", { class: "booking-when" }, spanText(booking.from, booking.to, parts.zone)),
    ...bookingActs(space, booking, window, state, parts));
}
