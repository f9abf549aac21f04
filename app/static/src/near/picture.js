// The small map of an answer: one floor at a time, with the numbers of its own places, and on the
// floor one is on, while it is on screen, where the way begins: a letter on a square at a place
// with a name or at a door, or the circle of a position.

import { h } from "../common/dom.js";
import { drawFloor } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";
import { legendNodes } from "./legend.js";
import { makePins } from "./pins.js";

const L = window.L;
const CLOSEST_ZOOM = 21.5;
const AROUND = 0.3;
// The switch between floors lies over the upper edge, the legend over the lower one.
const MARGINS = { paddingTopLeft: [0, 56], paddingBottomRight: [0, 40] };
// Each floor that is drawn lies over all that was drawn before it, unless that has a pane of its own.
const ABOVE_FLOORS = { pane: "shadowPane", interactive: false };

function circleOf(position) {
  const at = [position.lat, position.lon];
  return L.featureGroup([
    L.circle(at, { ...ABOVE_FLOORS, radius: position.accuracy_m, className: "accuracy" }),
    L.circleMarker(at, { ...ABOVE_FLOORS, radius: 8, className: "you-are-here" }),
  ]);
}

const turned = ([lon, lat]) => [lat, lon];

/** The middle of a line, which is how the service measures from a door. */
function middleOf(line) {
  const bounds = L.latLngBounds(line.map(turned)).getCenter();
  return [bounds.lat, bounds.lng];
}

/** Where the letter stands: {space} at its anchor, {door} in its middle. */
function startOf({ space, door }) {
  if (door) return middleOf(door);
  return space?.anchor ? turned(space.anchor) : null;
}

/** What is drawn of the start beside its letter: the circle of a position or the line of a door. */
function originOf({ position, door }) {
  if (door) return L.polyline(door.map(turned), { ...ABOVE_FLOORS, className: "start-door" });
  return position ? circleOf(position) : null;
}

/** The pins of an answer by floor; the floor one is on has one also where the way begins. */
function pinsByFloor(map, spaces, start, homeId) {
  const entries = [...spaces.entries()];
  const floors = new Set(spaces.map((space) => space.floor_id));
  if (startOf(start)) floors.add(homeId);
  return new Map([...floors].map((id) => {
    const own = entries.filter(([, space]) => space.floor_id === id);
    return [id, { first: own[0]?.[0], ...makePins(map, own, id === homeId ? startOf(start) : null) }];
  }));
}

/** A button for each floor with a place or a part of the way; of a floor that is not in the list of `listed` floors
    only the short name is known. */
function switchButtons(spaces, legs, listed, choose) {
  const floors = new Map(spaces.map((space) => [space.floor_id, space]));
  const several = new Set(spaces.map((space) => space.building_name)).size > 1;
  const nameOf = (space) => (several ? `${space.floor_name}, ${space.building_name}` : space.floor_name);
  const names = new Map([...floors].map(([id, space]) => [id, nameOf(space)]));
  for (const { floor_id: id, floor_short_name: short } of legs.filter((leg) => leg.floor_id && !names.has(leg.floor_id))) {
    const floor = listed.find((each) => each.id === id);
    names.set(id, floor ? nameOf({ floor_name: floor.name, building_name: floor.building }) : `Floor ${short}`);
  }
  return [...names].map(([id, name]) =>
    h("button", { type: "button", "data-floor": id, onclick: () => choose(id) }, name));
}

/** The parts of a way on one floor, as a group. */
function linesOf(legs, floorId) {
  const own = legs.filter(({ floor_id: id, line }) => id === floorId && line.length > 1);
  return L.featureGroup(own.map(({ line }) => L.polyline(line.map(turned), { ...ABOVE_FLOORS, className: "near-way" })));
}

/** Draws one floor at a time; resolves to false when another was wanted meanwhile. */
function makeGround(map, planOf) {
  const ground = L.layerGroup().addTo(map);
  let [shown, drawn, wanted, shapes] = [null, null, null, new Map()];
  return {
    shown: () => shown,
    /** The place where the way begins has a thick outline. */
    mark(id) { for (const [own, { element }] of shapes) element.classList.toggle("start-place", own === id); },
    async draw(floorId) {
      wanted = floorId;
      const plan = await planOf(floorId);
      if (wanted !== floorId) return false;
      if (shown === floorId && drawn === plan) return true;
      [shown, drawn] = [floorId, plan];
      ground.clearLayers();
      const [west, south, east, north] = plan.bounds;
      map.fitBounds([[south, west], [north, east]], { animate: false });
      const drawing = drawFloor(ground, plan, spacesOf(plan));
      shapes = drawing.shapes;
      drawing.show();
      return true;
    },
  };
}

function explain(legend, nodes) {
  legend.replaceChildren(...nodes);
  legend.hidden = nodes.length === 0;
}

function offer(choices, buttons) {
  choices.replaceChildren(...buttons);
  choices.hidden = buttons.length === 0;
}

function press(choices, floorId) {
  for (const button of choices.children) button.setAttribute("aria-pressed", String(button.dataset.floor === floorId));
}

function fit(map, bounds) {
  map.invalidateSize({ animate: false });
  if (bounds.isValid()) map.fitBounds(bounds.pad(AROUND), { maxZoom: CLOSEST_ZOOM, ...MARGINS, animate: false });
}

/** `planOf(floorId)` resolves to a floor's drawing; `choices` holds the switch
    between the floors of an answer, `legend` says what the marks mean, `say` tells a problem; `floors`
    [{id, name, building}] are those that a way may lead over. */
export function makePicture(map, planOf, { choices, legend, say, floors = [] }) {
  const ground = makeGround(map, planOf);
  let pinsOf = new Map();
  let [start, origin, home] = [{}, null, null];
  let [found, legs, lines] = [[], [], null];
  map.getContainer().setAttribute("aria-describedby", legend.id);

  const clear = () => { for (const { group } of pinsOf.values()) group.remove(); origin?.remove(); lines?.remove(); };

  const choose = () => offer(choices, switchButtons(found, legs, floors, (id) => floor(id).catch(say)));

  /** Show a floor with its own marks and no others. */
  async function floor(floorId) {
    if (!(await ground.draw(floorId))) return;
    clear();
    const pins = pinsOf.get(floorId);
    const bounds = L.latLngBounds(pins?.points ?? []);
    if (origin && floorId === home) bounds.extend(origin.addTo(map).getBounds());
    lines = linesOf(legs, floorId).addTo(map);
    const hasWay = lines.getLayers().length > 0;
    if (hasWay) bounds.extend(lines.getBounds());
    ground.mark(floorId === home ? start.space?.id : null);
    press(choices, floorId);
    explain(legend, home ? legendNodes(start, floorId === home, pins?.first, hasWay) : []);
    fit(map, bounds);
    pins?.group.addTo(map);
  }

  /** Show an answer {own, spaces}, the floor of its nearest place first; `from` is {position}, {space} or {door},
      `homeId` the floor one is on. */
  async function show({ own, spaces }, from, homeId) {
    clear();
    [start, home, origin] = [from, homeId, originOf(from)];
    pinsOf = pinsByFloor(map, spaces, start, homeId);
    [found, legs] = [own ? [own, ...spaces] : spaces, []];
    choose();
    await floor(own ? homeId : spaces[0]?.floor_id ?? homeId);
  }

  /** Show a way to a place from its first floor on; without legs none any more. */
  async function along({ legs: wanted }, space) {
    const hadWay = legs.length > 0;
    legs = wanted;
    choose();
    if (legs.length > 0 || hadWay) await floor(legs.find(({ floor_id: id }) => id)?.floor_id ?? space.floor_id);
  }

  /** The map follows a place to its floor, where its number stands out. */
  async function follow(index, space) {
    if (ground.shown() !== space.floor_id) await floor(space.floor_id);
    pinsOf.get(space.floor_id)?.choose(index);
  }

  return { floor, show, follow, along };
}
