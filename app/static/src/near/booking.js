// Booking a place of the answer, for the hours that were asked about, whatever the form says now.

import * as bookings from "../common/bookings.js";
import { h, one } from "../common/dom.js";
import { spanText } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { problemNode } from "./answer.js";

/** A function that books for a card's button; `hours` are instants {from, to}; `undone()` follows
    a booking that was taken back, `say(problem)` tells why it could not be. */
export function makeBook({ hours, zone, undone, say }) {
  return async (space, button) => {
    const card = button.closest(".near-place");
    const held = document.activeElement === button;
    one(".notice.problem", card)?.remove();
    button.disabled = true;
    try {
      const booking = await bookings.book({ space_id: space.space_id, ...hours });
      const isAsked = booking.state === "requested";
      button.replaceWith(h("span", { class: "badge", "data-status": isAsked ? "asked" : "yours" }, isAsked ? "You asked" : "Yours"));
      if (held) one("a", card).focus();
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
