// Where rules want approval: places that this person would ask for (`asks`), and those that they have
// asked for and nobody has approved yet (`asked`). Requests take nothing, so such places are free for
// everybody; only whoever asked sees them marked.

import { api } from "../common/api.js";
import { askingOn } from "../common/asking.js";

/** A function that marks such places in a document of some hours. */
export function makeAsked(floorId) {
  return async (document, { from, to }) => {
    const meets = (booking) => booking.state === "requested" && Date.parse(booking.from) < Date.parse(to) && Date.parse(from) < Date.parse(booking.to);
    // Without them the floor can be looked at and booked all the same.
    const [mine, asks] = await Promise.all([api("GET", "/bookings").catch(() => []), askingOn(floorId, from)]);
    const asked = new Set(mine.filter(meets).map((booking) => booking.space_id));
    const marked = (item) => ({ ...item, ...(asked.has(item.id) && { asked: true }), ...(asks.has(item.id) && { asks: true }) });
    return { ...document, spaces: document.spaces.map((item) => (item.status === "free" ? marked(item) : item)) };
  };
}
