// What a person can do with a space. Each act asks the API, says how it went, and lets the map
// follow; a refusal is kept in the state, with its alternatives, for the panel to show.

import { Problem } from "../common/api.js";
import * as bookings from "../common/bookings.js";
import { toast } from "../common/toast.js";
import { announce } from "../common/announce.js";
import { instants, spanText } from "../common/time.js";
import { titleOf } from "../common/words.js";

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

/** Making a booking, giving it back, changing its hours; each can be undone. */
function makeBooking({ store, zone, attempt }) {
  function book(space, hours = instants(store.get().window, zone)) {
    return attempt(async () => {
      const booking = await bookings.book({ space_id: space.id, ...hours });
      toast(`Booked: ${titleOf(space)}, ${spanText(booking.from, booking.to, zone)}`, {
        label: "Undo", run: () => cancel(booking.id, space, { again: false }),
      });
      return booking;
    });
  }

  function cancel(bookingId, space, { again = true, hours } = {}) {
    return attempt(async () => {
      await bookings.cancel(bookingId);
      store.set({ moving: null });
      toast(`Cancelled: ${titleOf(space)}`, again ? { label: "Undo", run: () => book(space, hours) } : undefined);
      return true;
    });
  }

  function change(bookingId, window, space) {
    return attempt(async () => {
      const booking = await bookings.change(bookingId, instants(window, zone));
      toast(`Changed: ${titleOf(space)}, ${spanText(booking.from, booking.to, zone)}`);
      return booking;
    });
  }

  return { book, cancel, change };
}

/** Taking a booking to another place, and back. */
function makeMoving({ store, spaceOf, attempt }) {
  const nameOf = (id) => titleOf(spaceOf(id) ?? { kind: "place", name: "" });

  function move(moving, space) {
    return attempt(async () => {
      const booking = await bookings.change(moving.bookingId, { space_id: space.id });
      store.set({ moving: null });
      toast(`Moved to ${titleOf(space)}`, {
        label: "Undo", run: () => moveBack(moving, booking),
      });
      return booking;
    });
  }

  function moveBack(moving, booking) {
    return attempt(async () => {
      await bookings.change(booking.id, { space_id: moving.spaceId });
      toast(`Moved back to ${nameOf(moving.spaceId)}`);
    });
  }

  return { move };
}

/** Acts on bookings; `refresh()` fetches availability, `spaceOf(id)` finds a space or undefined. */
export function makeActions({ store, refresh, spaceOf, zone }) {
  const attempt = makeAttempt(store, refresh);
  return { ...makeBooking({ store, zone, attempt }), ...makeMoving({ store, spaceOf, attempt }) };
}
