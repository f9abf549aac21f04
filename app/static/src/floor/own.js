// One's own booking in the panel: when it is, and to change, move or cancel it.

import { h } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { spanText, windowBetween } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { begun } from "./begun.js";
import { ownBringing } from "./bringing.js";
import { ownNote } from "./noting.js";
import { OVER } from "./plans.js";
import { statusOf } from "./spaces.js";
import { ownWith } from "./together.js";

function changeForm(space, booking, window, { act, zone }) {
  const trouble = h("p", { class: "when-trouble", role: "alert", hidden: true });
  const fields = timeFields("change", () => zone);
  fields.set(window);
  const submit = (event) => {
    event.preventDefault();
    const reason = windowTrouble(fields.value());
    trouble.textContent = reason ?? "";
    trouble.hidden = !reason;
    if (!reason) act.change(booking.id, fields.value(), space);
  };
  return h("form", { class: "change-form", hidden: true, onsubmit: submit }, fields.element, trouble,
    h("button", { class: "button primary", type: "submit" }, "Save the new time"));
}

/** Check in when it is time, check out who is there; null in between. */
function presenceButton({ id, presence }, space, { busy }, act) {
  const button = (words, run) => h("button", { type: "button", class: "button primary wide", "data-primary": true, disabled: busy, onclick: run }, words);
  if (presence?.can_check_in) return button("Check in", () => act.checkIn(id, space));
  if (presence?.can_check_out) return button("Check out and free the rest", () => act.checkOut(id, space));
  return null;
}

/** Buttons that change, move and cancel a booking, of one's own or made for a colleague. */
export function bookingActs(space, booking, window, state, parts) {
  const { act, store } = parts;
  const form = window && begun("change", `${booking.id} ${booking.from} ${booking.to}`, () => changeForm(space, booking, window, parts));
  const toggle = (event) => {
    form.hidden = !form.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input").focus();
  };
  const startMove = () => store.set({
    moving: { bookingId: booking.id, spaceId: space.id, title: titleOf(space), hours: { from: booking.from, to: booking.to } }, selected: null, problem: null,
  });
  const again = {
    hours: { from: booking.from, to: booking.to },
    brought: { bring: booking.brings.map(({ equipment_id, count }) => ({ equipment_id, count })) },
    person: booking.is_by_me ? { id: booking.person_id, name: booking.person_name } : null,
  };
  return [h("div", { class: "own-actions" },
    form && h("button", { type: "button", class: "button", "aria-expanded": String(!form.hidden), onclick: toggle }, "Change time"),
    h("button", { type: "button", class: "button", onclick: startMove }, "Move"),
    h("button", { type: "button", class: "button danger", disabled: state.busy, onclick: () => act.cancel(booking.id, space, again) }, "Cancel booking")),
  form].filter(Boolean);
}

export function ownBooking(space, state, parts) {
  const { act, zone } = parts;
  const booking = state.booking;
  const { booking_id: id } = statusOf(state, space.id);
  const whole = booking?.id === id && booking.space_id !== space.id && parts.spaceOf(booking.space_id);
  if (whole) return ownWith(whole, parts);
  if (!booking || booking.space_id !== space.id) return h("p", { class: "soft" }, "Fetching your booking…");
  const when = h("p", { class: "booking-when" }, spanText(booking.from, booking.to, zone));
  if (Date.parse(booking.to) <= Date.now()) return h("div", { class: "stack" }, when, h("p", { class: "soft" }, OVER));
  const window = windowBetween(booking.from, booking.to, zone);
  return h("div", { class: "stack" },
    when,
    presenceButton(booking, space, state, act),
    ownBringing(space, booking, state, parts),
    ownNote(space, booking, parts),
    ...bookingActs(space, booking, window, state, parts));
}
