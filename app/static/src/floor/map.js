// Draws a map document with Leaflet: floor, zones, rooms, walls, doors, stairs and lifts, and the
// bookable spaces on top. Colours and patterns come later, as classes.

import { definePatterns } from "./patterns.js";
import { openingLines } from "./openings.js";
import { makePaths } from "./paths.js";
import { coveredBy } from "./whole.js";
import { s } from "../common/dom.js";

const L = window.L;
const CLOSE_ZOOM = 22.5;
// A finger is wider than a desk seen from afar.
const TOUCH_REACH_PX = 22;
// Of the window: what lies nearer to its edge is brought further in.
const EDGE_SHARE = 0.08;

const linesOf = ({ type, coordinates }) => (type === "LineString" ? [coordinates] : coordinates);

function structure(paths, document) {
  if (document.walls?.coordinates.length) paths.lines(linesOf(document.walls), "walls");
  const { gaps, leaves } = openingLines(document.openings?.features ?? []);
  if (gaps.length) paths.lines(gaps, "door-gap");
  if (leaves.length) paths.lines(leaves, "door-leaf");
  for (const { geometry, properties } of document.connectors?.features ?? []) {
    paths.area(geometry, `connector ${properties.kind}`);
  }
}

function classOf(space) {
  const state = space.bookable ? "place leaflet-interactive" : `room-shape ${space.category ?? ""}`;
  return `${state} kind-${space.kind}`.replaceAll(/[^\w -]/g, "");
}

/** Put everything on a map or into a layer group that is on one; returns the shapes of bookable
    spaces by id, each {space, element}, the paths of zones by id, the Leaflet renderer that holds the drawing, and `show()`,
    which puts it into the page: best when the shapes are dressed. */
export function drawFloor(target, document, spaces) {
  const paths = makePaths(target);
  const shapes = new Map();
  const put = (space) => {
    const element = paths.area(space.geometry, classOf(space));
    if (!space.bookable) return;
    element.dataset.id = space.id;
    shapes.set(space.id, { space, element });
  };
  if (document.outline) paths.area(document.outline, "floor-outline");
  spaces.filter((space) => space.kind === "room").forEach(put);
  const zones = new Map((document.zones?.features ?? []).map((zone, index) =>
    [zone.id, paths.area(zone.geometry, `zone tone-${index % 4}`)]));
  structure(paths, document);
  spaces.filter((space) => space.kind !== "room").forEach(put);
  definePatterns();
  return { shapes, zones, renderer: paths.renderer, show: paths.show };
}

/** The space whose shape an event hit, or undefined. */
export const spaceHit = (shapes, { target }) => shapes.get(target.dataset?.id)?.space;

/** Bring one space, near enough to read its neighbours, to the middle of what a sheet over the
    lower part of the map leaves in sight. */
export function lookAt(map, space, sheet) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
  const middle = map.project([space.anchor[1], space.anchor[0]], zoom).add([0, coveredBy(map, sheet) / 2]);
  map.setView(map.unproject(middle, zoom), zoom, { animate: !still });
}

/** Pan, without zooming, only when the space is not well inside the picture. */
export function bringIntoView(map, space) {
  const point = [space.anchor[1], space.anchor[0]];
  const [at, size] = [map.latLngToContainerPoint(point), map.getSize()];
  const well = L.bounds(size.multiplyBy(EDGE_SHARE), size.multiplyBy(1 - EDGE_SHARE));
  if (!well.contains(at)) map.panTo(point, { animate: false });
}

/** Pan so far that a sheet over the lower part of the map does not hide the space. */
export function keepAbove(map, space, sheet) {
  const covered = coveredBy(map, sheet);
  if (covered === 0) return;
  const at = map.latLngToContainerPoint([space.anchor[1], space.anchor[0]]);
  const lowest = map.getSize().y - covered - TOUCH_REACH_PX * 2;
  if (at.y > lowest) map.panBy([0, at.y - lowest / 2], { animate: false });
}

/** Dress one shape in its status; touches the page only where something changed. */
export function dress({ element }, status) {
  if (element.dataset.status === status) return;
  element.dataset.status = status;
}

/** The space nearest to a click that missed them all, if a finger could have meant it. */
export function nearestToClick(map, shapes, point) {
  let best = null;
  let least = TOUCH_REACH_PX;
  for (const shape of shapes.values()) {
    const [lon, lat] = shape.space.anchor;
    const away = map.latLngToContainerPoint([lat, lon]).distanceTo(point);
    if (away < least && !shape.element.classList.contains("dimmed")) [best, least] = [shape.space, away];
  }
  return best;
}

/** A layer of our own in the map's drawing, above all shapes. */
export function topGroup(renderer, className) {
  const group = s("g", { class: className, "aria-hidden": "true" });
  renderer._container.append(group);
  return group;
}
