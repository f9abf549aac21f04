// The small map of an answer: one floor at a time, with the numbers of its own places, and the
// accuracy circle on the floor one is on, while it is on screen.

import { immutable } from "../common/api.js";
import { h } from "../common/dom.js";
import { drawFloor } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";
import { makePins } from "./pins.js";

const L = window.L;
const CLOSEST_ZOOM = 21.5;
const AROUND = 0.3;
// The switch between floors lies over the upper edge.
const SWITCH_PX = 56;

function circleOf(position) {
  const at = [position.lat, position.lon];
  return L.featureGroup([
    L.circle(at, { radius: position.accuracy_m, className: "accuracy", interactive: false }),
    L.circleMarker(at, { radius: 8, className: "you-are-here", interactive: false, renderer: L.svg({ pane: "shadowPane" }) }),
  ]);
}

/** `addressOf(floorId)` resolves to the address of a floor's drawing; `choices` holds the switch
    between the floors of an answer. */
export function makePicture(map, addressOf, choices) {
  const ground = L.layerGroup().addTo(map);
  let pinsOf = new Map();
  let circle = null;
  let [home, shown, wanted] = [null, null, null];

  async function draw(floorId) {
    wanted = floorId;
    if (shown === floorId) return true;
    const plan = await immutable(await addressOf(floorId));
    // Somebody went on to another floor meanwhile.
    if (wanted !== floorId) return false;
    shown = floorId;
    ground.clearLayers();
    const [west, south, east, north] = plan.bounds;
    map.fitBounds([[south, west], [north, east]], { animate: false });
    drawFloor(ground, plan, spacesOf(plan)).show();
    return true;
  }

  function clear() {
    for (const { group } of pinsOf.values()) group.remove();
    circle?.remove();
  }

  /** Show a floor with its own numbers and no others. */
  async function floor(floorId) {
    if (!(await draw(floorId))) return;
    clear();
    const pins = pinsOf.get(floorId);
    const bounds = L.latLngBounds(pins?.points ?? []);
    if (circle && floorId === home) bounds.extend(circle.addTo(map).getBounds());
    for (const button of choices.children) button.setAttribute("aria-pressed", String(button.dataset.floor === floorId));
    map.invalidateSize({ animate: false });
    if (bounds.isValid()) map.fitBounds(bounds.pad(AROUND), { maxZoom: CLOSEST_ZOOM, paddingTopLeft: [0, SWITCH_PX], animate: false });
    pins?.group.addTo(map);
  }

  /** Show an answer, the floor of its nearest place first; `homeId` is the floor one is on. */
  async function show(spaces, position, homeId) {
    clear();
    home = homeId;
    circle = position && circleOf(position);
    const floors = new Map(spaces.map((space) => [space.floor_id, space]));
    pinsOf = new Map([...floors.keys()].map((id) => [id, makePins(map, [...spaces.entries()].filter(([, space]) => space.floor_id === id))]));
    const several = new Set(spaces.map((space) => space.building_name)).size > 1;
    const nameOf = (space) => (several ? `${space.floor_name}, ${space.building_name}` : space.floor_name);
    choices.replaceChildren(...[...floors].map(([id, space]) =>
      h("button", { type: "button", "data-floor": id, onclick: () => floor(id) }, nameOf(space))));
    choices.hidden = floors.size === 0;
    await floor(spaces[0]?.floor_id ?? homeId);
  }

  /** The map follows a place to its floor, where its number stands out. */
  async function follow(index, space) {
    if (shown !== space.floor_id) await floor(space.floor_id);
    pinsOf.get(space.floor_id)?.choose(index);
  }

  return { floor, show, follow };
}
