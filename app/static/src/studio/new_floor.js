// The fields of a floor that is not there yet, in a building that is there or is new too.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { field } from "./field.js";
import { buildingText, optionsOf } from "./places.js";

const NEW = "new";
// Several drawings wait side by side: what is made for one can be chosen for the next.
const waiting = new Set();

function usualName(ordinal) {
  if (ordinal === 0) return "Ground floor";
  return ordinal < 0 ? `Basement ${-ordinal}` : `Floor ${ordinal}`;
}

function lowestFree(ordinals) {
  let next = 0;
  while (ordinals.includes(next)) next += 1;
  return next;
}

/** Which building: one of those there are, or the name and site of a new one. */
function makeBuilding(prefix, facts, onchange) {
  const select = h("select", { class: "input", id: `${prefix}-building`, onchange: () => { showFields(); onchange(); } });
  const site = h("select", { class: "input", id: `${prefix}-site` }, ...facts.sites.map(({ id, name }) => h("option", { value: id }, name)));
  const house = h("input", { class: "input", id: `${prefix}-house` });
  const houseFields = h("div", { class: "field-pair" }, field("Name of the building", house), field("Site", site));
  const isNew = () => select.value === NEW;

  function showFields() {
    houseFields.hidden = !isNew();
  }

  function list(chosen = select.value) {
    select.replaceChildren(...optionsOf(facts.buildings, buildingText), h("option", { value: NEW }, "New building…"));
    if (chosen) select.value = chosen;
    showFields();
  }

  /** The chosen building {id, name, site, ordinals}; a new one is made first. */
  async function settle() {
    const known = facts.buildings.find(({ id }) => id === select.value);
    if (known) return known;
    const name = house.value.trim();
    const { id } = await api("POST", "/buildings", { body: { site_id: site.value, name } });
    // Should the floor be refused, the building is not made twice.
    const made = { id, name, site: site.selectedOptions[0]?.textContent ?? "", ordinals: [] };
    facts.buildings.push(made);
    list(id);
    return made;
  }

  list();
  return {
    elements: [field("Building", select), houseFields], list, settle,
    ordinals: () => facts.buildings.find(({ id }) => id === select.value)?.ordinals ?? [],
    trouble: () => (isNew() && !house.value.trim() ? [house, "Name the new building."] : null),
  };
}

/** Which storey, and its name; both are suggested until a person writes one. */
function makeStorey(prefix) {
  const typed = (input) => { input.dataset.typed = "yes"; };
  const isTyped = (input) => Boolean(input.dataset.typed);
  const ordinal = h("input", { class: "input", id: `${prefix}-ordinal`, type: "number", step: 1, min: -50, max: 300, oninput: () => { typed(ordinal); rename(); } });
  const name = h("input", { class: "input", id: `${prefix}-name`, oninput: () => typed(name) });

  function rename() {
    if (!isTyped(name)) name.value = ordinal.value === "" ? "" : usualName(Number(ordinal.value));
  }

  function suggest(taken) {
    ordinal.value = lowestFree(taken);
    rename();
  }

  return {
    element: h("div", { class: "field-pair" }, field("Storey", ordinal, "0 is the main entrance"), field("Name of the floor", name)),
    suggest,
    isUntouched: () => !isTyped(name) && !isTyped(ordinal),
    value: () => ({ name: name.value.trim(), ordinal: Math.round(Number(ordinal.value)) }),
    trouble: () => (ordinal.value === "" || !name.value.trim() ? [name, "Give the new floor a name and a storey."] : null),
  };
}

/** Fields of a new floor; `make()` resolves to its id, `trouble()` is [control, words] or null.
    `takeBack()` removes what was made, unless it is used by now, and resolves to whether it did. */
export function newFloor(prefix, facts) {
  const storey = makeStorey(prefix);
  const building = makeBuilding(prefix, facts, () => storey.suggest(building.ordinals()));
  let made = null;

  /** What another drawing brought; nothing that a person already wrote here is changed. */
  function refresh() {
    building.list();
    if (storey.isUntouched()) storey.suggest(building.ordinals());
  }

  async function make() {
    const house = await building.settle();
    const body = { building_id: house.id, ...storey.value() };
    const { id } = await api("POST", "/floors", { body });
    facts.floors.push({ id, name: body.name, building: house.name, site: house.site });
    house.ordinals.push(body.ordinal);
    waiting.delete(refresh);
    for (const other of waiting) other();
    made = { id, house, ordinal: body.ordinal };
    return id;
  }

  async function takeBack() {
    if (!made) return false;
    const { id, house, ordinal } = made;
    made = null;
    try {
      await api("DELETE", `/floors/${id}`);
    } catch {
      return false;
    }
    facts.floors = facts.floors.filter((floor) => floor.id !== id);
    house.ordinals = house.ordinals.filter((each) => each !== ordinal);
    for (const other of waiting) other();
    return true;
  }

  storey.suggest(building.ordinals());
  waiting.add(refresh);
  return { element: h("div", { class: "stack new-floor" }, ...building.elements, storey.element), make, takeBack, trouble: () => building.trouble() ?? storey.trouble() };
}
