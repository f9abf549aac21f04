// How a floor or building is called where its surroundings are not seen: with as much of building
// and site as it takes to tell it from every other one.

import { h } from "../common/dom.js";

const several = (items, of) => new Set(items.map(of)).size > 1;

/** "Harbour House", or "Harbour House, Hamburg" where another site has a building of that name. */
export function buildingText({ name, site }, buildings) {
  return several(buildings.filter((other) => other.name === name), (other) => other.site) ? `${name}, ${site}` : name;
}

/** "Ground floor" where there is one building, else "Ground floor, Harbour House". */
export function floorText({ name, building, site }, floors) {
  const buildings = floors.map((floor) => ({ name: floor.building, site: floor.site }));
  if (!several(buildings, (each) => `${each.site}\n${each.name}`)) return name;
  return `${name}, ${buildingText({ name: building, site }, buildings)}`;
}

/** Options for a select, under their sites where there are several. */
export function optionsOf(items, textOf) {
  const option = (item) => h("option", { value: item.id }, textOf(item, items));
  if (!several(items, ({ site }) => site)) return items.map(option);
  const sites = [...new Set(items.map(({ site }) => site))];
  return sites.map((site) => h("optgroup", { label: site }, ...items.filter((item) => item.site === site).map(option)));
}
