// The numbers on the map of an answer. Neighbouring desks lie nearer to each other than two numbers
// can stand, so these move apart, and a line says which desk each one means.

import { h } from "../common/dom.js";
import { START } from "./legend.js";

const L = window.L;
const PIN_PX = 24;
const APART_PX = PIN_PX + 3;
const ROUNDS = 40;
// A pin that moved less than this still covers its desk.
const LINE_FROM_PX = 8;
// Numbers are what one looks for; where one came from may lie under them.
const BELOW_ALL_PX = 1000;

/** Points {x, y} pushed apart until each has room; those that have it already stay. */
export function apart(points, least = APART_PX) {
  const moved = points.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round += 1) {
    let still = true;
    for (let i = 0; i < moved.length; i += 1) {
      for (let j = i + 1; j < moved.length; j += 1) still = push(moved[i], moved[j], least, i + j) && still;
    }
    if (still) break;
  }
  return moved;
}

function push(a, b, least, turn) {
  const away = Math.hypot(b.x - a.x, b.y - a.y);
  if (away >= least) return true;
  // Two pins on one point part in a direction that differs from pair to pair.
  const [x, y] = away > 0.5 ? [(b.x - a.x) / away, (b.y - a.y) / away] : [Math.cos(turn), Math.sin(turn)];
  const half = (least - away) / 2 + 0.1;
  a.x -= x * half;
  a.y -= y * half;
  b.x += x * half;
  b.y += y * half;
  return false;
}

function makePin(at, text, className, below) {
  const icon = L.divIcon({ className: `near-pin ${className}`, html: h("span", {}, text), iconSize: [PIN_PX, PIN_PX] });
  const marker = L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: -below });
  const line = L.polyline([at, at], { className: "near-line", interactive: false, pane: "shadowPane" });
  return { at: L.latLng(at), marker, line, below };
}

/** Pins in a layer group for [index, space] pairs of one floor, and one with a letter where the way
    `start`s ([lat, lon] or null); they part anew at every zoom. */
export function makePins(map, entries, start) {
  const group = L.featureGroup();
  const pins = entries.map(([index, { lat, lon }]) => ({ index, ...makePin([lat, lon], String(index + 1), "", index) }));
  if (start) pins.push({ index: null, ...makePin(start, START, "near-start", BELOW_ALL_PX) });
  for (const { line, marker } of pins) group.addLayer(line).addLayer(marker);

  function part() {
    const from = pins.map(({ at }) => map.latLngToLayerPoint(at));
    apart(from).forEach((point, order) => {
      const { at, marker, line } = pins[order];
      const there = map.layerPointToLatLng([point.x, point.y]);
      marker.setLatLng(there);
      line.setLatLngs(from[order].distanceTo(point) < LINE_FROM_PX ? [] : [at, there]);
    });
  }

  group.on("add", () => { part(); map.on("zoomend", part); });
  group.on("remove", () => map.off("zoomend", part));
  return {
    group,
    points: pins.map(({ at }) => at),
    choose(index) {
      for (const pin of pins) {
        pin.marker.getElement()?.classList.toggle("chosen", pin.index === index);
        pin.marker.setZIndexOffset(pin.index === index ? PIN_PX : -pin.below);
      }
    },
  };
}
