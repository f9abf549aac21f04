// A map on which another bearing than north is up: the plane of the map itself is turned about the
// middle of the floor, so that shapes turn and whatever is written stays upright.

import { h, s } from "../common/dom.js";

const L = window.L;
const COMPASS = ["up", "up to the right", "to the right", "down to the right", "down", "down to the left", "to the left", "up to the left"];

/** Web Mercator, turned such that a bearing (degrees clockwise from true north) is up. */
function turnedCrs(heading, centre) {
  const plain = L.CRS.EPSG3857;
  const angle = (heading * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const about = (zoom) => plain.latLngToPoint(centre, zoom);
  const middle = about(0);
  return L.Util.extend({}, plain, {
    latLngToPoint(latlng, zoom) {
      const [at, to] = [about(zoom), plain.latLngToPoint(latlng, zoom)];
      const [x, y] = [to.x - at.x, to.y - at.y];
      return L.point(at.x + x * cos + y * sin, at.y - x * sin + y * cos);
    },
    pointToLatLng(point, zoom) {
      const at = about(zoom);
      const [x, y] = [point.x - at.x, point.y - at.y];
      return plain.pointToLatLng(L.point(at.x + x * cos - y * sin, at.y + x * sin + y * cos), zoom);
    },
    /** The same for the world's pixels at zoom 0. */
    turn: (x, y) => [middle.x + (x - middle.x) * cos + (y - middle.y) * sin, middle.y - (x - middle.x) * sin + (y - middle.y) * cos],
  });
}

/** An arrow to north; it only shows. */
function northArrow(heading) {
  const way = COMPASS[Math.round((((360 - heading) % 360) / 360) * COMPASS.length) % COMPASS.length];
  // An attribute of the shape, because the page's policy forbids styles that are written in line.
  const arrow = s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" },
    s("path", { d: "M12 2 L17 20 L12 16.5 L7 20 Z", transform: `rotate(${-heading} 12 12)` }));
  return h("div", { class: "north-arrow", role: "img", "aria-label": `North is ${way}` }, arrow, h("span", { "aria-hidden": "true" }, "N"));
}

/** Turn a map before anything is on it; `bounds` is [west, south, east, north]. */
export function headUp(map, heading, [west, south, east, north]) {
  if (!heading) return;
  const centre = L.latLng((south + north) / 2, (west + east) / 2);
  map.options.crs = turnedCrs(heading, centre);
  map.setView(centre, map.getZoom(), { animate: false, reset: true });
  const control = L.control({ position: "topright" });
  control.onAdd = () => northArrow(heading);
  control.addTo(map);
}

/** Fit places ([lat, lng]) into the window as they lie on the turned map. */
export function fitTurned(map, places, { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], animate }) {
  const box = L.bounds(places.map((place) => map.project(place, 0)));
  const size = map.getSize();
  const room = { x: Math.max(size.x - left - right, 1), y: Math.max(size.y - top - bottom, 1) };
  const scale = Math.min(room.x / box.getSize().x, room.y / box.getSize().y);
  const snap = map.options.zoomSnap || 1;
  const zoom = Math.min(map.getMaxZoom(), Math.floor(map.getScaleZoom(scale, 0) / snap) * snap);
  const middle = box.getCenter().multiplyBy(map.getZoomScale(zoom, 0)).add([(right - left) / 2, (bottom - top) / 2]);
  map.setView(map.unproject(middle, zoom), zoom, { animate });
}
