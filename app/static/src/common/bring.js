// What can be brought along with a booking: asked of the API, and chosen from a list.

import { api } from "./api.js";
import { h } from "./dom.js";

const MOST_OFFERED = 20;
const IF_LOST = "Look at “My bookings” before you try again.";

/** What a floor has on offer in some hours ({from, to} as instants): {things, kits}. Throws a Problem. */
export function onOffer(floorId, { from, to }, apartFrom) {
  const query = new URLSearchParams({ from, to });
  if (apartFrom) query.set("apart_from", apartFrom);
  return api("GET", `/floors/${floorId}/equipment?${query}`);
}

/** Have a booking bring exactly this along. Throws a Problem. */
export const setBrought = (id, bring) => api("PUT", `/bookings/${id}/equipment`, { body: { bring }, ifLost: IF_LOST });

/** {id: count} as requests carry it. */
export const asBring = (chosen) =>
  Object.entries(chosen).filter(([, count]) => count > 0).map(([equipment_id, count]) => ({ equipment_id, count }));

/** "2 × Monitor" of {name, count}. */
export const broughtText = ({ name, count }) => (count > 1 ? `${count} × ${name}` : name);

/** The kit of a place as {id: count}, as far as it is left. */
export function kitOf(spaceId, { things, kits }) {
  const left = new Map(things.map((thing) => [thing.id, thing.left]));
  const own = kits.filter((part) => part.space_id === spaceId && left.get(part.equipment_id) >= part.count);
  return Object.fromEntries(own.map((part) => [part.equipment_id, part.count]));
}

/** "2 of 3 left", "1 of 1 left", "Out in these hours". */
function leftText({ left, usable }) {
  if (left === 0) return usable > 1 ? `All ${usable} are out` : "Out in these hours";
  return `${left} of ${usable} left`;
}

function row(thing, chosen, changed) {
  const count = Math.min(chosen[thing.id] ?? 0, thing.left);
  const box = h("input", { type: "checkbox", checked: count > 0, disabled: thing.left === 0 });
  const most = Math.min(thing.left, MOST_OFFERED);
  const many = h("select", { class: "input", "aria-label": `How many of ${thing.name}`, hidden: count === 0 || most < 2 },
    ...Array.from({ length: most }, (_, index) => h("option", { value: index + 1, selected: index + 1 === count }, index + 1)));
  const tell = () => changed(thing.id, box.checked ? Number(many.value || 1) : 0);
  box.addEventListener("change", () => { many.hidden = !box.checked || most < 2; tell(); });
  many.addEventListener("change", tell);
  const where = thing.kept_at ? ` · ${thing.kept_at}` : "";
  return h("li", { class: "bring-row" },
    h("label", { class: "choice" }, box, h("span", {}, thing.name, h("span", { class: "soft small bring-left" }, `${leftText(thing)}${where}`))),
    many);
}

/** The things on offer to choose from; `onchange(chosen)` hears {id: count}. */
export function chooser(things, chosen, onchange) {
  const now = { ...chosen };
  const changed = (id, count) => {
    if (count > 0) now[id] = count;
    else delete now[id];
    onchange({ ...now });
  };
  return h("ul", { class: "bring-list" }, ...things.map((thing) => row(thing, now, changed)));
}
