// The ground around a plan, as far as it is known: the outer edges of the site's published floors, with
// their corners to click. Nothing comes from another host, so there are no pictures of streets.

import { api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { h } from "../common/dom.js";
import { markerAt } from "./point.js";

const L = window.L;
const SNAP_PX = 14;
const MAX_ZOOM = 24;

function corners(coordinates, found = []) {
  if (typeof coordinates[0] === "number") found.push(coordinates);
  else for (const part of coordinates) corners(part, found);
  return found;
}

function nearest(map, spots, latlng) {
  const at = map.latLngToContainerPoint(latlng);
  let [best, least] = [[latlng.lng, latlng.lat], SNAP_PX];
  for (const [lon, lat] of spots) {
    const away = map.latLngToContainerPoint([lat, lon]).distanceTo(at);
    if (away < least) [best, least] = [[lon, lat], away];
  }
  return best;
}

function draw(map, { shapes }) {
  const own = L.featureGroup();
  const buildings = new Map();
  for (const { geometry, kind, is_own: isOwn, building } of shapes) {
    const shape = L.geoJSON(geometry, { style: { className: `ground ${kind} ${isOwn ? "own" : ""}` }, interactive: false });
    shape.addTo(map);
    own.addLayer(shape);
    if (kind === "outline") buildings.set(building, shape);
  }
  for (const [building, shape] of buildings) {
    L.tooltip({ permanent: true, direction: "center", className: "ground-name", interactive: false })
      .setLatLng(shape.getBounds().getCenter()).setContent(document.createTextNode(building)).addTo(map);
  }
  map.fitBounds(own.getBounds().pad(0.1), { animate: false });
  return shapes.flatMap(({ geometry }) => corners(geometry.coordinates));
}

/** `element` is hidden until the ground is known. `pick(point)` lets a person click where it is;
    `mark(points)` shows those that have a place, which can be dragged. */
export function makeSiteMap(planId, id) {
  const said = h("p", { class: "small", role: "status" });
  const box = h("div", { class: "site-map", id });
  const element = h("section", { class: "stack site-ground", hidden: true, "aria-label": "Map of the site" },
    h("h3", {}, "Map of the site"), said, box);
  let [map, spots, picked, marks, dragged, asked] = [null, [], null, null, null, false];

  async function open() {
    if (asked) { map?.invalidateSize(); return; }
    asked = true;
    const ground = await api("GET", `/plans/${planId}/ground`).catch(() => null);
    if (!ground?.shapes.length) return;
    element.hidden = false;
    element.parentElement?.setAttribute("data-ground", "true");
    map = L.map(box, { attributionControl: false, maxZoom: MAX_ZOOM, zoomSnap: 0.25, keyboard: true });
    L.control.scale({ imperial: false }).addTo(map);
    spots = draw(map, ground);
    marks = L.layerGroup().addTo(map);
    map.on("click", ({ latlng }) => take(nearest(map, spots, latlng)));
    idle();
  }

  const idle = () => { said.textContent = "Choose “Pick on the site map” of a point, then click its place here. Corners attract the click."; };

  function take([lon, lat]) {
    if (!picked) return;
    picked.setEarth([lat, lon]);
    picked = null;
    box.dataset.picking = "false";
    idle();
  }

  function pick(point) {
    if (!map) return;
    picked = point;
    box.dataset.picking = "true";
    said.textContent = `Click where “${point.name() || "the point"}” is on this map.`;
    announce(said.textContent);
    element.scrollIntoView({ block: "nearest" });
  }

  function mark(points, inDegrees) {
    if (!map || dragged) return;
    marks.clearLayers();
    for (const point of inDegrees ? points.filter((each) => each.earth().every(Number.isFinite)) : []) {
      const [lat, lon] = point.earth();
      if (Math.abs(lat) > 85) continue;
      marks.addLayer(markerAt(point, [lon, lat], ([x, y], isDone) => {
        dragged = isDone ? null : point;
        point.setEarth([y, x]);
        if (isDone) mark(points, inDegrees);
      }));
    }
  }

  return { element, open, pick, mark };
}
