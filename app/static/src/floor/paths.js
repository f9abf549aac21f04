// The paths of a floor, made in one go and placed together. A Leaflet layer for each of a thousand
// desks costs a slow processor a third of a second and every pan a new drawing; so Leaflet keeps
// the one drawing and its movement, and the paths in it are our own.

import { s } from "../common/dom.js";

const L = window.L;
// Room around the window that is drawn too, as a share of it, so that a pan shows no bare edge.
const AROUND = 0.4;
// A tenth of a pixel is finer than anybody sees.
const STEPS_PER_PX = 10;

const WORLD_PX = 256;

/** Lines of [lon, lat] as flat x, y in the world's pixels at zoom 0 (web Mercator, EPSG:3857), turned
    as the map is. */
function projected(lines, turn) {
  return lines.map((line) => {
    const flat = new Float64Array(line.length * 2);
    line.forEach(([lon, lat], index) => {
      flat[index * 2] = WORLD_PX * (lon / 360 + 0.5);
      flat[index * 2 + 1] = WORLD_PX * (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI));
    });
    for (let index = 0; turn && index < flat.length; index += 2) flat.set(turn(flat[index], flat[index + 1]), index);
    return flat;
  });
}

function pathText({ lines, end }, scale, origin) {
  let text = "";
  for (const flat of lines) {
    for (let index = 0; index < flat.length; index += 2) {
      const x = Math.round((flat[index] * scale - origin.x) * STEPS_PER_PX) / STEPS_PER_PX;
      const y = Math.round((flat[index + 1] * scale - origin.y) * STEPS_PER_PX) / STEPS_PER_PX;
      text += `${index ? "L" : "M"}${x} ${y}`;
    }
    text += end;
  }
  return text;
}

/** A drawing on a map or in a layer group that is on one: `area` and `lines` make paths, in the
    order of drawing, and `show` puts them into the page, once, so that a thousand new paths are styled
    and painted once. They stay where they belong at every zoom. */
export function makePaths(target) {
  const renderer = L.svg({ padding: AROUND });
  target.addLayer(renderer);
  const map = renderer._map;
  const found = [];
  let placed = { zoom: null, origin: null };
  let shown = false;

  function add(lines, className, end) {
    const element = s("path", { class: className });
    found.push({ element, lines: projected(lines, map.options.crs.turn), end });
    return element;
  }

  /** A pan moves the drawing as a whole; only another zoom moves the paths in it. */
  function place() {
    const [zoom, origin] = [map.getZoom(), map.getPixelOrigin()];
    if (placed.zoom === zoom && placed.origin.equals(origin)) return;
    placed = { zoom, origin };
    const scale = map.getZoomScale(zoom, 0);
    for (const path of found) path.element.setAttribute("d", pathText(path, scale, origin));
  }

  return {
    renderer,
    area: ({ type, coordinates }, className) => add(type === "MultiPolygon" ? coordinates.flat() : coordinates, className, "Z"),
    lines: (coordinates, className) => add(coordinates, className, ""),
    show() {
      if (shown) return;
      shown = true;
      place();
      renderer._rootGroup.append(...found.map(({ element }) => element));
      renderer.on("update", place);
    },
  };
}
