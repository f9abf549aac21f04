// A booking whose place is gone: the nearest free places like it, each a press away.

import { Problem, api } from "../common/api.js";
import * as bookings from "../common/bookings.js";
import { h, one } from "../common/dom.js";
import { metresText, titleOf } from "../common/words.js";
import { sessionNote } from "./note.js";

function where(place, floorId) {
  const away = `${metresText(place.distance_m)} from the old one`;
  const floor = place.floor_id === floorId ? "" : `, ${place.floor_name}`;
  return away + floor;
}

/** Show what is offered; `said` is why that is shown again. */
function show(card, places, said = null) {
  const { booking: id, title, floor } = card.dataset;
  const box = one("[data-offers]", card);

  async function move(place, button) {
    for (const each of box.querySelectorAll("button")) each.disabled = true;
    button.textContent = "Moving…";
    try {
      await bookings.change(id, { space_id: place.space_id });
      sessionNote(`Moved: ${title} to ${titleOf(place)}`);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // Somebody was quicker: what is free now comes with the refusal.
      if (problem.code === "taken") show(card, problem.alternatives, problem.message);
      else await load(card, `${problem.message} ${problem.advice}`);
      one("button, .offer-none", box)?.focus();
    }
  }

  const button = (place) => h("button", { type: "button", class: "button offer", onclick: (event) => move(place, event.currentTarget) },
    h("span", {}, `Move to ${titleOf(place)}`), h("span", { class: "soft small" }, where(place, floor)));
  box.replaceChildren(...[
    said && h("p", { class: "offer-said", role: "alert" }, h("strong", {}, said)),
    places.length
      ? h("ul", { class: "offer-list", "aria-label": `Free places instead of ${title}` }, ...places.map((place) => h("li", {}, button(place))))
      : h("p", { class: "offer-none", tabindex: -1 }, "No place like it is free in these hours. Look at the map for another kind of place, or give the booking back."),
  ].filter(Boolean));
}

async function load(card, said = null) {
  try {
    const { spaces } = await api("GET", `/bookings/${card.dataset.booking}/offers`);
    show(card, spaces, said);
  } catch (problem) {
    show(card, [], [said, problem.message].filter(Boolean).join(" "));
  }
}

/** Fill the offers of a card of a booking that is held. */
export const offerPlaces = (card) => load(card);
