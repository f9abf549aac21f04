// What is wished: kind, people, where, what it is like and what it has.

import { all, h, one } from "../common/dom.js";
import { featureText } from "../common/words.js";

const PEOPLE_KINDS = ["room", "area"];
const SEEN_FROM_A_SEAT = ["near_window", "away_from_door", "back_to_wall"];

/** The fields of the form; `value()` is {kind, site_id, wishes} as the API takes it. `features` are
    those of each kind; what a kind has none of cannot be wished. */
export function makeWishes(features, siteOf) {
  const kind = one("#find-kind");
  const people = one("#find-people");
  const where = one("#find-where");
  const box = one("#find-features");

  function offer() {
    const held = new Set(all("input:checked", box).map((input) => input.value));
    const found = features[kind.value] ?? [];
    one(".chips", box).replaceChildren(...found.map((feature) =>
      h("label", { class: "chip" }, h("input", { type: "checkbox", value: feature, checked: held.has(feature) }), featureText(feature))));
    box.hidden = found.length === 0;
    one("#find-people-field").hidden = !PEOPLE_KINDS.includes(kind.value);
    for (const input of all("[data-wish]")) {
      input.closest(".chip").hidden = SEEN_FROM_A_SEAT.slice(1).includes(input.dataset.wish) && kind.value !== "desk";
    }
  }

  kind.addEventListener("change", offer);
  offer();

  function place() {
    const [what, id] = where.value.split(":");
    return what === "site" ? { site_id: id, wish: {} } : { site_id: siteOf(where), wish: { [`${what}_id`]: id } };
  }

  return {
    value() {
      const { site_id: site, wish } = place();
      const wishes = { ...wish, features: all("input:checked", box).map((input) => input.value) };
      for (const input of all("[data-wish]:checked")) if (!input.closest(".chip").hidden) wishes[input.dataset.wish] = true;
      if (people.value && !one("#find-people-field").hidden) wishes.people = Number(people.value);
      return { kind: kind.value, site_id: site, wishes };
    },
    trouble: () => (!one("#find-people-field").hidden && !people.checkValidity() ? "Say how many people come, as a number from 1 on." : null),
  };
}
