// A floor with the numbers of the list on its stairs, lifts and entrances. The page works without it.

import { immutable } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { drawFloor } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";
import { headUp } from "../floor/turned.js";
import { keepWhole } from "../floor/whole.js";
import { apart } from "../near/pins.js";

const L = window.L;
const MARK_PX = 28;
const APART_PX = MARK_PX + 4;
// A mark that moved less than this still covers what it means.
const LINE_FROM_PX = 10;

const middleOf = (points) => L.latLngBounds(points.map(([lon, lat]) => [lat, lon])).getCenter();

/** A number on the map; a click leads to its entry in the list. */
function mark(map, at, { label, target, look }) {
  const icon = L.divIcon({ className: `ways-mark ${look}`, html: h("span", {}, label), iconSize: [MARK_PX, MARK_PX] });
  const line = L.polyline([at, at], { className: "ways-pointer", interactive: false }).addTo(map);
  const marker = L.marker(at, { icon, keyboard: false }).addTo(map).on("click", () => {
    const entry = one(`#${target}`);
    one("details", entry)?.setAttribute("open", "");
    entry.scrollIntoView({ block: "start" });
    entry.focus({ preventScroll: true });
  });
  return { at, marker, line };
}

/** Marks that would lie on each other move apart, anew at every zoom; a line leads to what each means. */
function keepApart(map, marks) {
  const part = () => {
    const from = marks.map(({ at }) => map.latLngToLayerPoint(at));
    apart(from, APART_PX).forEach((point, n) => {
      const { at, marker, line } = marks[n];
      const there = map.layerPointToLatLng(L.point(point.x, point.y));
      marker.setLatLng(there);
      const isFar = Math.hypot(point.x - from[n].x, point.y - from[n].y) >= LINE_FROM_PX;
      line.setLatLngs(isFar ? [at, there] : []);
    });
  };
  map.on("zoomend viewreset", part);
  part();
}

/** Start the map; settings: mapUrl, heading, marks ({number, label}: the number-th connector of the plan)
    and doors (the same of its doors). */
export async function waysMap(map, { mapUrl, heading, marks, doors = [] }) {
  const stage = one(".ways-map");
  let plan;
  try {
    plan = await immutable(mapUrl);
  } catch (problem) {
    stage.hidden = true;
    if (!problem.code) throw problem;
    return;
  }
  headUp(map, heading, plan.bounds);
  keepWhole(map, plan, one("[data-map-end]"));
  drawFloor(map, plan, spacesOf(plan)).show();
  const shown = [];
  for (const { number, label } of marks) {
    const shape = plan.connectors?.features[number - 1];
    if (shape) shown.push(mark(map, middleOf(shape.geometry.coordinates[0]), { label, target: `connector-${label}`, look: "" }));
  }
  for (const { number, label } of doors) {
    const line = plan.openings?.features[number - 1];
    if (line) shown.push(mark(map, middleOf(line.geometry.coordinates), { label, target: `entrance-${label}`, look: "ways-door" }));
  }
  keepApart(map, shown);
  stage.dataset.ready = "true";
}
