// Booking a place of the answer, for the hours that were asked about, whatever the form says now.

import * as bookings from "../common/bookings.js";
import { h, one } from "../common/dom.js";
import { spanText } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { waitInstead } from "../offline/instead.js";
import { problemNode } from "./answer.js";

/** Book at once, or let it wait where there is no connection: resolves to the booking, or to null when it waits. */
const bookNow = (body, place) => bookings.book(body).catch((problem) => waitInstead(problem, body, place));

const badge = (look, words) => h("span", { class: "badge", "data-status": look }, words);

/** A function that books for a card's button; `hours` are instants {from, to}; `undone()` follows
    a booking that was taken back, `say(problem)` tells why it could not be. `send(body, place)` resolves to the booking, or
    to null when it waits; `place.back` is for when it is taken back. */
export function makeBook({ hours, zone, undone, say, send = bookNow }) {
  return async (space, button) => {
    const card = button.closest(".near-place");
    const held = document.activeElement === button;
    one(".notice.problem", card)?.remove();
    button.disabled = true;
    let shown = badge("asked", "Waits to be sent");
    const back = () => { shown.replaceWith(button); button.disabled = false; };
    try {
      const booking = await send({ space_id: space.space_id, ...hours }, { space, floorId: space.floor_id, zone, back });
      const isAsked = booking?.state === "requested";
      if (booking) shown = badge(isAsked ? "asked" : "yours", isAsked ? "You asked" : "Yours");
      button.replaceWith(shown);
      if (held) one("a", card).focus();
      if (!booking) return;
      toast(`${isAsked ? "Asked" : "Booked"}: ${titleOf(space)}, ${spanText(booking.from, booking.to, zone)}`, {
        label: "Undo", run: () => bookings.cancel(booking.id).then(undone, say),
      });
    } catch (problem) {
      button.disabled = false;
      if (held) button.focus();
      card.append(problemNode(problem));
    }
  };
}
