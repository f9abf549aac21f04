// Draws what was understood, in metres of the drawing's own axes (x to the right, y up).

import { topGroup } from "../floor/map.js";
import { sheetLabels } from "./labels.js";

const L = window.L;
const FIT_PADDING_PX = 28;
const CLOSE_ZOOM = 6;
const FAR_SHARE = 1.6;

/** The parts in the order in which they are painted, with the words of their switch. */
export const PARTS = {
  outline: "Outer edge", rooms: "Rooms", zones: "Zones", connectors: "Stairs and lifts", walls: "Walls",
  doors: "Doors", parking: "Parking", desks: "Desks",
};

/** [x, y] pairs of any depth to Leaflet's [y, x]. */
const turned = (coordinates) =>
  typeof coordinates[0] === "number" ? [coordinates[1], coordinates[0]] : coordinates.map(turned);

function shapeOf(geometry, className, renderer, interactive) {
  const options = { renderer, className, interactive, smoothFactor: 0, bubblingMouseEvents: !interactive };
  const points = turned(geometry.coordinates);
  if (geometry.type.endsWith("Polygon")) return L.polygon(points, options);
  return L.polyline(points, { ...options, fill: false, noClip: true });
}

const plain = (words) => String(words).replaceAll(/[^\w-]/g, "");

const CLASS_OF = {
  rooms: ({ category }) => `draft-room ${plain(category)}`,
  desks: () => "draft-desk",
  parking: () => "draft-parking",
  doors: ({ kind }) => `draft-door ${plain(kind)}`,
  connectors: ({ kind }) => `connector ${plain(kind)}`,
  zones: () => "zone",
};

/** A wall gone astray far from the floor does not make the floor small. */
function isAlikeInSize(floor, walls) {
  const both = L.latLngBounds(floor.getSouthWest(), floor.getNorthEast()).extend(walls);
  const size = (bounds) => Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth());
  return size(both) < FAR_SHARE * size(floor);
}

/** The picture of a draft on a map. `show(draft)` paints it, again whenever it was read again. */
export function makeDrawing(map, onpick) {
  const renderer = L.svg({ padding: 0.4 });
  const groups = Object.fromEntries(Object.keys(PARTS).map((name) => [name, L.featureGroup()]));
  const hidden = new Set();
  map.addLayer(renderer);
  for (const group of Object.values(groups)) group.addTo(map);
  const top = topGroup(renderer, "labels");
  const labels = sheetLabels(map, top);
  let picked = null;

  function pick(shape, part, properties) {
    picked?.getElement()?.classList.remove("picked");
    picked = shape;
    shape?.getElement()?.classList.add("picked");
    if (shape) onpick(part, properties);
  }

  function features(part, collection) {
    for (const feature of collection.features) {
      const shape = shapeOf(feature.geometry, CLASS_OF[part](feature.properties), renderer, part !== "zones");
      shape.part = part;
      shape.told = feature.properties;
      shape.on("click", (event) => {
        // While a point is being picked every click is that point.
        if (map.picksPoint) map.fire("click", { latlng: event.latlng });
        else pick(shape, part, feature.properties);
      });
      groups[part].addLayer(shape);
    }
  }

  function show(draft) {
    picked = null;
    for (const group of Object.values(groups)) group.clearLayers();
    if (draft.outline) groups.outline.addLayer(shapeOf(draft.outline, "floor-outline", renderer, false));
    features("rooms", draft.rooms);
    features("zones", draft.zones);
    features("connectors", draft.connectors);
    if (draft.walls?.coordinates.length) groups.walls.addLayer(shapeOf(draft.walls, "walls", renderer, false));
    for (const part of ["doors", "parking", "desks"]) features(part, draft[part]);
    labels.show(draft, hidden);
  }

  function bounds(draft) {
    const shown = L.latLngBounds([]);
    for (const name of ["outline", "rooms", "desks", "parking"]) shown.extend(groups[name].getBounds());
    const walls = groups.walls.getBounds();
    if (walls.isValid() && (!shown.isValid() || isAlikeInSize(shown, walls))) shown.extend(walls);
    if (shown.isValid()) return shown.pad(0.01);
    const [west, south, east, north] = draft.extent_m;
    return L.latLngBounds([south, west], [north, east]);
  }

  function fit(draft) {
    const whole = bounds(draft);
    map.fitBounds(whole, { padding: [FIT_PADDING_PX, FIT_PADDING_PX], animate: false });
    const [west, south, east, north] = draft.extent_m;
    map.setMaxBounds(L.latLngBounds([south, west], [north, east]).extend(whole).pad(1));
  }

  function toggle(part, on) {
    if (on) hidden.delete(part); else hidden.add(part);
    if (groups[part]) {
      if (on) groups[part].addTo(map); else groups[part].remove();
      // What comes back is painted in its usual order.
      if (on) for (const name of Object.keys(PARTS)) if (!hidden.has(name)) groups[name].eachLayer((shape) => shape.bringToFront());
    }
    labels.refresh();
  }

  /** On a phone the drawing lies above what is being read. */
  const comeIntoView = () => map.getContainer().parentElement.scrollIntoView({ block: "nearest" });

  /** Mark what came from one layer or block (kind "layers" or "blocks"); null marks nothing. */
  function highlight(kind, name) {
    if (name !== null) comeIntoView();
    for (const group of Object.values(groups)) {
      group.eachLayer((shape) => {
        const own = kind === "blocks" ? shape.told?.block : shape.told?.layer;
        shape.getElement()?.classList.toggle("from-here", name !== null && own === name);
      });
    }
  }

  function lookAt(x, y) {
    comeIntoView();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.flyTo([y, x], Math.max(map.getZoom(), CLOSE_ZOOM), { animate: !still, duration: 0.35 });
  }

  return { show, fit, toggle, highlight, lookAt, unpick: () => pick(null) };
}
