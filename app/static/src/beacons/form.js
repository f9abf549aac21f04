// The form of one beacon: its name, its place by a click, by a desk's name, by numbers or by steps of
// half a metre, and its strength.

import { announce } from "../common/announce.js";
import { all, h, one } from "../common/dom.js";
import { finderOf, titleOf } from "../common/words.js";
import { problemNode } from "../near/answer.js";
import { stepped } from "./metres.js";

const DECIMALS = 7;

export const numberOf = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));

const refusal = (message, advice) => Object.assign(new Error(message), { advice, code: "beacon_form" });

/** `save(beacon, was)` keeps a beacon, `was` being its name before or null; `draft(place)` shows where the
    form means. Returns {edit, place, offer}: of a beacon, of a place {lat, lon}, of the floor's spaces. */
export function makeForm({ usual, save, draft }) {
  const form = one("#beacon-form");
  const [name, lat, lon, strength] = ["name", "lat", "lon", "strength"].map((part) => one(`#beacon-${part}`));
  const [trouble, cancel, at] = [one("#beacon-trouble"), one("#beacon-cancel"), one("#beacon-at")];
  let was = null;
  let find = () => undefined;

  function placeNow() {
    const place = { lat: numberOf(lat.value), lon: numberOf(lon.value) };
    return Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180 ? place : null;
  }

  function place(to) {
    lat.value = to.lat.toFixed(DECIMALS);
    lon.value = to.lon.toFixed(DECIMALS);
    draft(placeNow());
  }

  /** Change a beacon, or with null enter a new one. */
  function edit(beacon) {
    was = beacon?.beacon ?? null;
    name.value = was ?? "";
    if (at) at.value = "";
    strength.value = String(beacon?.at_1_m_dbm ?? usual.strength);
    if (beacon) place(beacon);
    else { lat.value = ""; lon.value = ""; draft(null); }
    one("#beacon-form-head").textContent = was ? `Change ${was}` : "Add a beacon";
    one("[type=submit]", form).textContent = was ? "Save it" : "Add it";
    cancel.hidden = !was;
    trouble.replaceChildren();
    if (beacon) name.focus();
  }

  function filled() {
    const place = placeNow();
    if (!name.value.trim()) throw refusal("The beacon has no name.", "Type what its system calls it.");
    if (!place) throw refusal("The beacon has no place on the earth.", "Click on the map, name a desk or room, or type latitude and longitude in degrees.");
    const dbm = numberOf(strength.value);
    if (!(dbm >= -120 && dbm <= 20)) throw refusal("The signal at one metre is not between -120 and 20 dBm.", `Most beacons have about ${usual.strength} dBm.`);
    return { beacon: name.value.trim(), ...place, at_1_m_dbm: dbm };
  }

  async function submit() {
    const button = one("[type=submit]", form);
    trouble.replaceChildren();
    button.disabled = true;
    try {
      await save(filled(), was);
      edit(null);
      name.focus();
    } catch (problem) {
      if (!problem.code) throw problem;
      trouble.replaceChildren(problemNode(problem));
    } finally {
      button.disabled = false;
      if (document.activeElement === document.body) button.focus();
    }
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  cancel.addEventListener("click", () => { edit(null); name.focus(); });
  for (const field of [lat, lon]) field.addEventListener("input", () => draft(placeNow()));
  for (const button of all("[data-north]", form)) {
    button.addEventListener("click", () => {
      const from = placeNow();
      if (!from) { trouble.replaceChildren(problemNode(refusal("There is no place yet to move from.", "Name a desk or room first, or type latitude and longitude."))); return; }
      trouble.replaceChildren();
      place(stepped(from, Number(button.dataset.east), Number(button.dataset.north)));
      announce(`Moved half a metre to the ${button.textContent.toLowerCase()}`);
    });
  }
  at?.addEventListener("change", () => {
    const space = find(at.value);
    if (!space) return;
    place({ lat: space.anchor[1], lon: space.anchor[0] });
    announce(`At ${titleOf(space)}`);
  });

  return {
    edit,
    place,
    offer(spaces) {
      const placed = spaces.filter(({ anchor }) => anchor);
      find = finderOf(placed);
      one("#beacon-spaces")?.replaceChildren(...placed.map((space) => h("option", { value: titleOf(space) })));
    },
  };
}
