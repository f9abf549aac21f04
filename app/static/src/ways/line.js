// A way out of doors between two doors, drawn corner by corner. The field holds the corners as a list of
// [lon, lat], as it is sent; the form works without the map, by the length alone.

import { announce } from "../common/announce.js";
import { immutable } from "../common/api.js";
import { one } from "../common/dom.js";
import { drawFloor } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";

const L = window.L;
const DIGITS = 8;
const AROUND = 0.35;
// Above the drawings of the floors.
const PANE = "shadowPane";

const turned = ([lon, lat]) => [lat, lon];

function read(field) {
  try { return JSON.parse(field.value || "[]"); } catch { return []; }
}

const lengthOf = (points) => points.slice(1).reduce((sum, at, n) => sum + L.latLng(turned(points[n])).distanceTo(turned(at)), 0);

/** The line between `ends`, kept in a field; `add(latlng)`, `undo()` and `clear()` change it. */
function makeLine(map, field, ends, told) {
  let points = read(field);
  const straight = L.polyline(ends.map(turned), { className: "ways-straight", interactive: false, pane: PANE }).addTo(map);
  const line = L.polyline([], { className: "ways-line", interactive: false, pane: PANE }).addTo(map);
  const dots = L.layerGroup().addTo(map);
  const whole = () => [ends[0], ...points, ends[1]];

  function draw() {
    field.value = JSON.stringify(points);
    line.setLatLngs(points.length ? whole().map(turned) : []);
    dots.clearLayers();
    for (const at of [...points, ...ends]) dots.addLayer(L.circleMarker(turned(at), { radius: 6, className: "ways-corner", interactive: false, pane: PANE }));
    told.textContent = points.length ? `${Math.round(lengthOf(whole()))} m as drawn` : "Nothing is drawn";
  }

  draw();
  return {
    bounds: () => straight.getBounds().extend(points.length ? line.getBounds() : straight.getBounds()),
    add({ lng, lat }) { points.push([Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))]); draw(); },
    undo() { points.pop(); draw(); announce(told.textContent); },
    clear() { points = []; draw(); announce(told.textContent); },
  };
}

/** Start the map of a way; settings: mapUrls of the floors at its `ends` ([lon, lat] each). */
export async function outdoorWayMap(map, { mapUrls, ends }) {
  const form = one("[data-outdoor-way]");
  const stage = one(".ways-map", form);
  let plans;
  try {
    plans = await Promise.all(mapUrls.map((url) => immutable(url)));
  } catch (problem) {
    stage.hidden = true;
    if (!problem.code) throw problem;
    return;
  }
  const line = makeLine(map, one('input[name="line"]', form), ends, one("[data-drawn]", form));
  map.fitBounds(line.bounds().pad(AROUND), { animate: false });
  for (const plan of plans) drawFloor(map, plan, spacesOf(plan)).show();
  map.on("click", ({ latlng }) => line.add(latlng));
  one("[data-undo]", form).addEventListener("click", line.undo);
  one("[data-clear]", form).addEventListener("click", line.clear);
  stage.dataset.ready = "true";
}
