// An area drawn corner by corner. The field holds it as a list of [lon, lat], as it is sent.

import { announce } from "../common/announce.js";

const L = window.L;
const CLOSE_PX = 14;
const LEAST = 3;
const DIGITS = 8;

const read = (field) => {
  try { return JSON.parse(field.value || "[]"); } catch { return []; }
};

/** `add(latlng)`, `undo`, `clear`, `forget`, and `show(isShown)`; a click on the first corner ends it. */
export function makeOutline(map, field) {
  let points = read(field);
  let isDone = points.length >= LEAST;
  let isShown = false;
  const shape = L.polygon([], { className: "closing-area", interactive: false });
  const dots = L.layerGroup();

  const latLngs = () => points.map(([lon, lat]) => [lat, lon]);

  function draw() {
    field.value = points.length >= LEAST ? JSON.stringify(points) : "";
    shape.setLatLngs(latLngs());
    dots.clearLayers();
    for (const at of latLngs()) dots.addLayer(L.circleMarker(at, { radius: 5, className: "closing-corner", interactive: false }));
    for (const layer of [shape, dots]) if (isShown) layer.addTo(map); else layer.remove();
  }

  const near = (latlng) => points.length >= LEAST
    && map.latLngToContainerPoint(latLngs()[0]).distanceTo(map.latLngToContainerPoint(latlng)) < CLOSE_PX;

  return {
    add(latlng) {
      if (isDone) { points = []; isDone = false; }
      if (near(latlng)) {
        isDone = true;
        announce(`The area has ${points.length} corners.`);
      } else points.push([Number(latlng.lng.toFixed(DIGITS)), Number(latlng.lat.toFixed(DIGITS))]);
      draw();
    },
    undo() { points.pop(); isDone = false; draw(); announce(`${points.length} corners`); },
    clear() { points = []; isDone = false; draw(); announce("The area is empty."); },
    /** As `clear`, for who types and need not hear of it. */
    forget() { points = []; isDone = false; draw(); },
    show(shown) { isShown = shown; draw(); },
  };
}
