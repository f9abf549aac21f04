// Making, changing and giving back a booking, in such a way that a lost answer does no harm.

import { api } from "./api.js";
import { postOnce } from "./once.js";

const IF_BOOKING_LOST = "Try again: it is booked only once. “My bookings” shows what you have.";
const IF_CHANGE_LOST = "Look at “My bookings” before you try again.";

/** Book a space; `body` is {space_id, from, to} with instants. Throws a Problem. */
export async function book(body) {
  const { made, isAgain } = await postOnce("/bookings", body, IF_BOOKING_LOST);
  // It had arrived and was given back meanwhile: this is a new wish.
  return isAgain && made.state === "cancelled" ? book(body) : made;
}

/** Change a booking's hours ({from, to}) or its space ({space_id}). Throws a Problem. */
export const change = (id, body) => api("PATCH", `/bookings/${id}`, { body, ifLost: IF_CHANGE_LOST });

/** Give a booking back. Throws a Problem. */
export const cancel = (id) => api("DELETE", `/bookings/${id}`, { ifLost: IF_CHANGE_LOST });

/** Say that one is there, or has left; asked again it changes nothing. Throws a Problem. */
export const checkIn = (id) => api("POST", `/bookings/${id}/check-in`, { ifLost: IF_CHANGE_LOST });
export const checkOut = (id) => api("POST", `/bookings/${id}/check-out`, { ifLost: IF_CHANGE_LOST });
