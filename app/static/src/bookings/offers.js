// A booking whose place is gone: the nearest free places like it, each a press away.

import { Problem, api } from "../common/api.js";
import * as bookings from "../common/bookings.js";
import { h, one } from "../common/dom.js";
import { spanText } from "../common/time.js";
import { metresText, titleOf } from "../common/words.js";
import { sessionNote } from "./note.js";

function where(place, floorId) {
  const away = `${metresText(place.distance_m)} from the old one`;
  const floor = place.floor_id === floorId ? "" : `, ${place.floor_name}`;
  return away + floor;
}

/** Show what is offered, and the hours in which the own place is open; `said` is why it is shown again. */
function show(card, places, { said = null, parts = [] } = {}) {
  const { booking: id, title, floor, zone } = card.dataset;
  const box = one("[data-offers]", card);

  async function answer(button, change, done) {
    for (const each of box.querySelectorAll("button")) each.disabled = true;
    button.textContent = "One moment…";
    try {
      await bookings.change(id, change);
      sessionNote(done);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // Somebody was quicker: what is free now comes with the refusal.
      if (problem.code === "taken") show(card, problem.alternatives, { said: problem.message, parts });
      else await load(card, `${problem.message} ${problem.advice}`);
      one("button, .offer-none", box)?.focus();
    }
  }

  const move = (place) => (event) => answer(event.currentTarget, { space_id: place.space_id }, `Moved: ${title} to ${titleOf(place)}`);
  const keep = (part) => (event) => answer(event.currentTarget, part, `Kept: ${title}, ${spanText(part.from, part.to, zone)}`);
  const button = (place) => h("button", { type: "button", class: "button offer", onclick: move(place) },
    h("span", {}, `Move to ${titleOf(place)}`), h("span", { class: "soft small" }, where(place, floor)));
  box.replaceChildren(...[
    said && h("p", { class: "offer-said", role: "alert" }, h("strong", {}, said)),
    places.length
      ? h("ul", { class: "offer-list", "aria-label": `Free places instead of ${title}` }, ...places.map((place) => h("li", {}, button(place))))
      : h("p", { class: "offer-none", tabindex: -1 }, "No place like it is free in these hours. Look at the map for another kind of place, or give the booking back."),
    parts.length && h("ul", { class: "offer-list", "aria-label": `Hours in which ${title} is open` }, ...parts.map((part) => h("li", {},
      h("button", { type: "button", class: "button offer", onclick: keep(part) }, `Keep it ${spanText(part.from, part.to, zone)}`)))),
  ].filter(Boolean));
}

async function load(card, said = null) {
  try {
    const { spaces, parts } = await api("GET", `/bookings/${card.dataset.booking}/offers`);
    show(card, spaces, { said, parts });
  } catch (problem) {
    show(card, [], { said: [said, problem.message].filter(Boolean).join(" ") });
  }
}

/** Fill the offers of a card of a booking that is held. */
export const offerPlaces = (card) => load(card);
