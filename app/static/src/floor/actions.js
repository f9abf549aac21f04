// What a person can do with a space. Each act asks the API, says how it went, and lets the map
// follow; a refusal is kept in the state, with its alternatives, for the panel to show.

import { Problem, api } from "../common/api.js";
import * as bookings from "../common/bookings.js";
import { toast } from "../common/toast.js";
import { announce } from "../common/announce.js";
import { instants, spanText } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { makeAssigned } from "./assigned.js";
import { chosenNote } from "./noting.js";
import { chosenBring } from "./bringing.js";
import { waitInstead } from "../offline/instead.js";
import { forText } from "./whom.js";

/** A function that runs one act at a time; resolves to null when it was refused or another runs. */
function makeAttempt(store, refresh) {
  return async (act) => {
    if (store.get().busy) return null;
    store.set({ busy: true, problem: null });
    try {
      return await act();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      store.set({ problem });
      announce(`${problem.message} ${problem.advice}`);
      return null;
    } finally {
      await refresh().catch(() => {});
      store.set({ busy: false });
    }
  };
}

/** An act whose refusal can offer the same at other hours: `words` say so, `again(window)` does it. */
const withOthers = (words, again, act) => act.catch((problem) => { throw Object.assign(problem, { again: { words, run: again } }); });

/** Making a booking, giving it back, changing its hours; each can be undone. */
function makeBooking({ store, zone, floorId, attempt }) {
  function book(space, hours = instants(store.get().window, zone), brought = chosenBring(store.get()), person = store.get().person) {
    return attempt(async () => {
      const whose = person ? { for_person_id: person.id } : {};
      const noted = chosenNote(store.get());
      const body = { space_id: space.id, ...hours, ...brought, ...noted, ...whose };
      const booking = await bookings.book(body).catch((problem) => waitInstead(problem, body, { space, floorId, zone }));
      if (!booking) return null;
      // Whom the next one is for, and what is noted with it, is chosen anew.
      store.set({ person: null, noted: null });
      toast(`${booking.state === "requested" ? "Asked" : "Booked"}${forText({ person })}: ${titleOf(space)}, ${spanText(booking.from, booking.to, zone)}`, {
        label: "Undo", run: () => cancel(booking.id, space, { again: false }),
      });
      return booking;
    });
  }

  function cancel(bookingId, space, { again = true, hours, brought, person = null } = {}) {
    return attempt(async () => {
      await bookings.cancel(bookingId);
      store.set({ moving: null });
      toast(`Cancelled: ${titleOf(space)}`, again ? { label: "Undo", run: () => book(space, hours, brought, person) } : undefined);
      return true;
    });
  }

  function change(bookingId, window, space) {
    return attempt(async () => {
      const booking = await withOthers("Change to", (other) => change(bookingId, other, space), bookings.change(bookingId, instants(window, zone)));
      toast(`${booking.state === "requested" ? "Asked anew" : "Changed"}: ${titleOf(space)}, ${spanText(booking.from, booking.to, zone)}`);
      return booking;
    });
  }

  function takeBack(bookingId, space) {
    return attempt(async () => {
      await bookings.cancel(bookingId);
      toast(`Taken back: ${titleOf(space)}`);
      return true;
    });
  }

  function note(bookingId, noted, space) {
    return attempt(async () => {
      const booking = await bookings.change(bookingId, noted);
      toast(`Noted: ${titleOf(space)}`);
      return booking;
    });
  }

  return { book, cancel, change, takeBack, note };
}

/** Saying that one is there, and that one has left. */
function makePresence({ attempt }) {
  const say = (path, words) => (bookingId, space) => attempt(async () => {
    const presence = await bookings[path](bookingId);
    toast(`${words} ${titleOf(space)}`);
    return presence;
  });
  return { checkIn: say("checkIn", "Checked in:"), checkOut: say("checkOut", "Checked out:") };
}

/** Taking a booking to another place, and back. */
function makeMoving({ store, zone, attempt }) {
  function move(moving, space, hours = {}) {
    return attempt(async () => {
      const again = (window) => move(moving, space, instants(window, zone));
      const booking = await withOthers("Move it here,", again, bookings.change(moving.bookingId, { space_id: space.id, ...hours }));
      store.set({ moving: null });
      toast(`Moved to ${titleOf(space)}`, {
        label: "Undo", run: () => moveBack(moving, booking),
      });
      return booking;
    });
  }

  function moveBack(moving, booking) {
    return attempt(async () => {
      await bookings.change(booking.id, { space_id: moving.spaceId, ...moving.hours });
      toast(`Moved back to ${moving.title}`);
    });
  }

  return { move };
}

/** Letting so many people book a space at once. */
function makePlaces(attempt) {
  const ifLost = "Reload the page to see how many places it has.";
  return {
    setPlaces: (space, places) => attempt(async () => {
      await api("PUT", `/spaces/${space.id}/places`, { body: { places }, ifLost });
      return true;
    }),
  };
}

/** Acts on bookings; `refresh()` fetches availability. */
export function makeActions({ store, refresh, zone, floorId }) {
  const attempt = makeAttempt(store, refresh);
  const booking = makeBooking({ store, zone, floorId, attempt });
  return { ...booking, ...makeMoving({ store, zone, attempt }), ...makePresence({ attempt }), ...makePlaces(attempt), ...makeAssigned({ store, zone, attempt }), refresh };
}
