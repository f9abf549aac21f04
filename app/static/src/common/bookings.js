// Making, changing and giving back a booking, in such a way that a lost answer does no harm.

import { api } from "./api.js";

const IF_BOOKING_LOST = "Try again: it is booked only once. “My bookings” shows what you have.";
const IF_CHANGE_LOST = "Look at “My bookings” before you try again.";

// Keys of bookings that nobody has answered yet. Asked for again, such a booking keeps its key, and
// the service answers with the one that it may have made already.
const unanswered = new Map();

/** A key that makes the repetition of one request harmless. */
function onceKey() {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

const isRefusal = ({ status }) => status >= 400 && status < 500;

/** Book a space; `body` is {space_id, from, to} with instants. Throws a Problem. */
export async function book(body) {
  const asked = JSON.stringify(body);
  const isAgain = unanswered.has(asked);
  const key = unanswered.get(asked) ?? onceKey();
  unanswered.set(asked, key);
  try {
    const booking = await api("POST", "/bookings", { body, headers: { "Idempotency-Key": key }, ifLost: IF_BOOKING_LOST });
    unanswered.delete(asked);
    // It had arrived and was given back meanwhile: this is a new wish.
    return isAgain && booking.state === "cancelled" ? book(body) : booking;
  } catch (problem) {
    if (isRefusal(problem)) unanswered.delete(asked);
    throw problem;
  }
}

/** Change a booking's hours ({from, to}) or its space ({space_id}). Throws a Problem. */
export const change = (id, body) => api("PATCH", `/bookings/${id}`, { body, ifLost: IF_CHANGE_LOST });

/** Give a booking back. Throws a Problem. */
export const cancel = (id) => api("DELETE", `/bookings/${id}`, { ifLost: IF_CHANGE_LOST });
