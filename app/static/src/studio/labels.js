// Numbers and names on the drawing, as many as fit without touching each other.

import { s } from "../common/dom.js";

const LETTER_SHARE = 0.56; // Mean width of a letter as a share of its size.
const ROOM_SIZE = 12;
const DESK_SIZE = 11;
const LEAST_PX = 16;
const CONNECTORS = { stairs: "Stairs", stair: "Stairs", lift: "Lift", elevator: "Lift", ramp: "Ramp", escalator: "Escalator" };

function makeBoxes() {
  const taken = [];
  return (x, y, width, height) => {
    const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    if (taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) return false;
    taken.push(box);
    return true;
  };
}

function boxOf(geometry) {
  const rings = geometry.type === "MultiPolygon" ? geometry.coordinates.map((part) => part[0]) : [geometry.coordinates[0]];
  const points = rings.flat();
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** The largest part of a room at half its height is where its words stand best. */
function middleOf(geometry) {
  const [west, south, east, north] = boxOf(geometry);
  const y = (south + north) / 2;
  const polygon = geometry.type === "MultiPolygon" ? geometry.coordinates[0] : geometry.coordinates;
  const cuts = polygon.flatMap((ring) => ring.slice(1).flatMap((b, index) => {
    const a = ring[index];
    return (a[1] > y) === (b[1] > y) ? [] : [a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])];
  })).sort((one, other) => one - other);
  let best = [west, east];
  let widest = 0;
  for (let index = 0; index + 1 < cuts.length; index += 2) {
    if (cuts[index + 1] - cuts[index] > widest) [widest, best] = [cuts[index + 1] - cuts[index], [cuts[index], cuts[index + 1]]];
  }
  return { x: (best[0] + best[1]) / 2, y, width: best[1] - best[0], height: north - south };
}

function wordsOf(part, told) {
  if (part === "rooms") return [told.number, told.name].filter(Boolean);
  if (part === "connectors") return [told.name || CONNECTORS[told.kind] || told.kind];
  return [part === "zones" ? told.name : told.label].filter(Boolean);
}

/** Labels in an SVG group above the shapes; `show(draft, hidden)` and `refresh()`. */
export function sheetLabels(map, group) {
  let items = [];
  let hidden = new Set();
  let waiting = 0;

  const point = (x, y) => map.latLngToLayerPoint([y, x]);

  function line(words, at, size, className, room, free) {
    const width = words.length * size * LETTER_SHARE;
    if (width > room || !free(at.x, at.y, width + 4, size + 3)) return null;
    return s("text", { x: at.x.toFixed(1), y: (at.y + size * 0.35).toFixed(1), class: className, "font-size": size }, words);
  }

  function put({ part, place, words }, free, pixels) {
    const [width, height] = [place.width * pixels, place.height * pixels];
    if (part !== "zones" && Math.min(width, height) < LEAST_PX) return [];
    const at = point(place.x, place.y);
    const size = part === "desks" || part === "parking" ? DESK_SIZE : ROOM_SIZE;
    const className = { rooms: "room-name", zones: "zone-name", connectors: "way-name" }[part] ?? "place-name";
    const both = words.length > 1 && height > 2.6 * size;
    const texts = both ? [[words[0], -0.62], [words[1], 0.62]] : [[words[0], 0]];
    return texts.map(([text, up]) => line(text, { x: at.x, y: at.y + up * (size + 2) }, size, className, part === "zones" ? Infinity : width * 1.05, free));
  }

  function refresh() {
    waiting = 0;
    const free = makeBoxes();
    const pixels = map.getZoomScale(map.getZoom(), 0);
    const view = map.getBounds().pad(0.3);
    const parts = hidden.has("labels") ? [] : items.filter((item) => !hidden.has(item.part) && view.contains([item.place.y, item.place.x]));
    group.replaceChildren(...parts.flatMap((item) => put(item, free, pixels)).filter(Boolean));
  }

  const soon = () => { waiting ||= requestAnimationFrame(refresh); };
  map.on("moveend zoomend", soon);

  function show(draft, hiddenParts) {
    hidden = hiddenParts;
    items = ["rooms", "zones", "connectors", "desks", "parking"].flatMap((part) => draft[part].features
      .map(({ geometry, properties }) => ({ part, words: wordsOf(part, properties), place: middleOf(geometry) }))
      .filter(({ words }) => words.length));
    soon();
  }

  return { show, refresh: soon };
}
