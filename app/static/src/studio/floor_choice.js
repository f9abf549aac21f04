// Which floor a drawing shows: one that is there, or a new one made right here.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";

const NEW = "new";
// Several drawings wait side by side: what is made for one can be chosen for the next.
const waiting = new Set();
let made = 0;

function field(id, label, control, hint) {
  return h("div", { class: "field" }, h("label", { for: id }, label), control, hint && h("span", { class: "hint" }, hint));
}

function grouped(items, groupOf, textOf) {
  const groups = new Map();
  for (const item of items) groups.set(groupOf(item), [...(groups.get(groupOf(item)) ?? []), item]);
  return [...groups].map(([label, members]) =>
    h("optgroup", { label }, ...members.map((item) => h("option", { value: item.id }, textOf(item)))));
}

function usualName(ordinal) {
  if (ordinal === 0) return "Ground floor";
  return ordinal < 0 ? `Basement ${-ordinal}` : `Floor ${ordinal}`;
}

/** Fields of a new floor; `make()` resolves to its id. */
function newFloor(prefix, facts) {
  const building = h("select", { class: "input", id: `${prefix}-building`, onchange: suggest });
  const site = h("select", { class: "input", id: `${prefix}-site` }, ...facts.sites.map(({ id, name }) => h("option", { value: id }, name)));
  const house = h("input", { class: "input", id: `${prefix}-house` });
  const ordinal = h("input", { class: "input", id: `${prefix}-ordinal`, type: "number", step: 1, min: -50, max: 300, oninput: () => { ordinal.dataset.typed = "yes"; rename(); } });
  const name = h("input", { class: "input", id: `${prefix}-name`, oninput: () => { name.dataset.typed = "yes"; } });
  const houseFields = h("div", { class: "field-pair" }, field(house.id, "Name of the building", house), field(site.id, "Site", site));
  const element = h("div", { class: "stack new-floor" },
    field(building.id, "Building", building), houseFields,
    h("div", { class: "field-pair" },
      field(ordinal.id, "Storey", ordinal, "0 is the main entrance"), field(name.id, "Name of the floor", name)));

  function list(chosen) {
    building.replaceChildren(...grouped(facts.buildings, (item) => item.site, (item) => item.name),
      h("option", { value: NEW }, "New building…"));
    if (chosen) building.value = chosen;
  }

  /** What another drawing brought; nothing that a person already wrote here is changed. */
  function refresh() {
    list(building.value);
    if (!name.dataset.typed && !ordinal.dataset.typed) suggest();
  }

  function suggest() {
    const known = facts.buildings.find((item) => item.id === building.value);
    houseFields.hidden = Boolean(known);
    const taken = new Set(known?.ordinals ?? []);
    let next = 0;
    while (taken.has(next)) next += 1;
    ordinal.value = next;
    rename();
  }

  function rename() {
    if (!name.dataset.typed) name.value = ordinal.value === "" ? "" : usualName(Number(ordinal.value));
  }

  async function buildingId() {
    if (building.value !== NEW) return building.value;
    const { id } = await api("POST", "/buildings", { body: { site_id: site.value, name: house.value.trim() } });
    // Should the floor be refused, the building is not made twice.
    const known = { id, name: house.value.trim(), site: site.selectedOptions[0]?.textContent ?? "", ordinals: [] };
    facts.buildings.push(known);
    list(id);
    houseFields.hidden = true;
    return id;
  }

  async function make() {
    const building_id = await buildingId();
    const body = { building_id, name: name.value.trim(), ordinal: Math.round(Number(ordinal.value)) };
    const { id } = await api("POST", "/floors", { body });
    facts.floors.push({ id, name: body.name, building: building.selectedOptions[0].textContent, site: "" });
    facts.buildings.find((item) => item.id === building_id)?.ordinals.push(body.ordinal);
    waiting.delete(refresh);
    for (const other of waiting) other();
    return id;
  }

  function trouble() {
    if (building.value === NEW && !house.value.trim()) return [house, "Name the new building."];
    if (ordinal.value === "" || !name.value.trim()) return [name, "Give the new floor a name and a storey."];
    return null;
  }

  list();
  suggest();
  waiting.add(refresh);
  return { element, make, trouble };
}

/** `floorId()` resolves to the chosen or the new floor's id, or to null after showing why not. */
export function floorChoice(facts) {
  made += 1;
  const prefix = `floor-choice-${made}`;
  const fresh = newFloor(prefix, facts);
  const select = h("select", { class: "input", id: prefix, onchange: choose },
    h("option", { value: "" }, "Choose a floor…"),
    ...grouped(facts.floors, (floor) => `${floor.building}, ${floor.site}`, (floor) => floor.name),
    h("option", { value: NEW }, "New floor…"));
  const why = h("p", { class: "trouble", role: "alert", hidden: true });
  if (facts.floors.length === 1) select.value = facts.floors[0].id;
  if (facts.floors.length === 0) select.value = NEW;
  fresh.element.hidden = select.value !== NEW;

  function choose() {
    fresh.element.hidden = select.value !== NEW;
    why.hidden = true;
  }

  function refuse(control, words) {
    why.textContent = words;
    why.hidden = false;
    control.focus();
    return null;
  }

  async function floorId() {
    why.hidden = true;
    if (select.value === "") return refuse(select, "Choose which floor the drawing shows.");
    if (select.value !== NEW) return select.value;
    const trouble = fresh.trouble();
    return trouble ? refuse(...trouble) : fresh.make();
  }

  return { element: h("div", { class: "stack" }, field(prefix, "Which floor does it show?", select), fresh.element, why), floorId, focus: () => select.focus() };
}
