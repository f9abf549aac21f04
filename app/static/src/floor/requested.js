// Places that this person has asked for and that nobody has approved yet. They take nothing, so
// they are free for everybody; only whoever asked sees them marked.

import { api } from "../common/api.js";

/** A function that marks such places in a document of some hours with `asked`. */
export function makeAsked() {
  return async (document, { from, to }) => {
    const meets = (booking) => booking.state === "requested" && Date.parse(booking.from) < Date.parse(to) && Date.parse(from) < Date.parse(booking.to);
    // Without them the floor can be looked at and booked all the same.
    const mine = await api("GET", "/bookings").catch(() => []);
    const asked = new Set(mine.filter(meets).map((booking) => booking.space_id));
    if (asked.size === 0) return document;
    const spaces = document.spaces.map((item) => (item.status === "free" && asked.has(item.id) ? { ...item, asked: true } : item));
    return { ...document, spaces };
  };
}
