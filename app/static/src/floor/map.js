// Draws a map document with Leaflet: floor, zones, rooms, walls, doors, stairs and lifts, and the
// bookable spaces on top. Colours and patterns come later, as classes.

import { definePatterns, fillOf } from "./patterns.js";
import { openingLines } from "./openings.js";
import { s } from "../common/dom.js";

const L = window.L;
const FIT_PADDING_PX = 24;
const CLOSE_ZOOM = 22.5;
// A finger is wider than a desk seen from afar.
const TOUCH_REACH_PX = 22;

/** [lon, lat] pairs of any depth to Leaflet's [lat, lon]. */
const turned = (coordinates) =>
  typeof coordinates[0] === "number" ? [coordinates[1], coordinates[0]] : coordinates.map(turned);

function area(geometry, className, renderer) {
  const options = { renderer, className, interactive: false, smoothFactor: 0, stroke: true };
  return L.polygon(turned(geometry.coordinates), options);
}

function lines(coordinates, className, renderer) {
  return L.polyline(turned(coordinates), {
    renderer, className, interactive: false, smoothFactor: 0, fill: false, noClip: true,
  });
}

function ground(target, document, renderer) {
  if (document.outline) area(document.outline, "floor-outline", renderer).addTo(target);
}

function zones(target, document, renderer) {
  for (const [index, zone] of (document.zones?.features ?? []).entries()) {
    area(zone.geometry, `zone tone-${index % 4}`, renderer).addTo(target);
  }
}

function structure(target, document, renderer) {
  if (document.walls?.coordinates.length) lines(document.walls.coordinates, "walls", renderer).addTo(target);
  const { gaps, leaves } = openingLines(document.openings?.features ?? []);
  if (gaps.length) lines(gaps, "door-gap", renderer).addTo(target);
  if (leaves.length) lines(leaves, "door-leaf", renderer).addTo(target);
  for (const connector of document.connectors?.features ?? []) {
    area(connector.geometry, `connector ${connector.properties.kind}`, renderer).addTo(target);
  }
}

function shapeOf(space, renderer) {
  const state = space.bookable ? "place" : `room-shape ${space.category ?? ""}`;
  return L.polygon(turned(space.geometry.coordinates), {
    renderer,
    className: `${state} kind-${space.kind}`.replaceAll(/[^\w -]/g, ""),
    interactive: Boolean(space.bookable),
    bubblingMouseEvents: false,
    smoothFactor: 0,
  });
}

/** Put everything on a map or into a layer group that is on one; returns the shapes of bookable
    spaces by id, and how to look. */
export function drawFloor(target, document, spaces) {
  const renderer = L.svg({ padding: 0.4 });
  target.addLayer(renderer);
  ground(target, document, renderer);
  const shapes = new Map();
  const group = L.featureGroup();
  const put = (space) => {
    const shape = shapeOf(space, renderer).addTo(target);
    if (!space.bookable) return;
    shape.space = space;
    shape.addEventParent(group);
    shapes.set(space.id, shape);
  };
  spaces.filter((space) => space.kind === "room").forEach(put);
  zones(target, document, renderer);
  structure(target, document, renderer);
  spaces.filter((space) => space.kind !== "room").forEach(put);
  definePatterns();
  return { shapes, group, renderer };
}

/** Show the whole floor, and let nobody lose it. Before drawing, so that shapes are placed once. */
export function fit(map, [west, south, east, north]) {
  const bounds = L.latLngBounds([south, west], [north, east]);
  map.fitBounds(bounds, { padding: [FIT_PADDING_PX, FIT_PADDING_PX], animate: false });
  map.setMinZoom(map.getZoom() - 1);
  map.setMaxBounds(bounds.pad(1.2));
}

/** Bring one space to the middle, near enough to read its neighbours. */
export function lookAt(map, space) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
  map.setView([space.anchor[1], space.anchor[0]], zoom, { animate: !still });
}

/** Pan, without zooming, only when the space is not well inside the picture. */
export function bringIntoView(map, space) {
  const point = [space.anchor[1], space.anchor[0]];
  if (!map.getBounds().pad(-0.08).contains(point)) map.panTo(point, { animate: false });
}

/** Pan so far that a sheet over the lower part of the map does not hide the space. */
export function keepAbove(map, space, sheet) {
  const box = map.getContainer().getBoundingClientRect();
  const covered = sheet.getBoundingClientRect();
  if (covered.left > box.left || covered.top >= box.bottom) return;
  const at = map.latLngToContainerPoint([space.anchor[1], space.anchor[0]]);
  const lowest = covered.top - box.top - TOUCH_REACH_PX * 2;
  if (at.y > lowest) map.panBy([0, at.y - lowest / 2], { animate: false });
}

/** Dress one shape in its status; touches the page only where something changed. */
export function dress(shape, status) {
  const element = shape.getElement();
  if (!element || element.dataset.status === status) return;
  element.dataset.status = status;
  element.style.fill = fillOf(status);
}

/** The space nearest to a click that missed them all, if a finger could have meant it. */
export function nearestToClick(map, shapes, point) {
  let best = null;
  let least = TOUCH_REACH_PX;
  for (const shape of shapes.values()) {
    const [lon, lat] = shape.space.anchor;
    const away = map.latLngToContainerPoint([lat, lon]).distanceTo(point);
    if (away < least && !shape.getElement()?.classList.contains("dimmed")) [best, least] = [shape.space, away];
  }
  return best;
}

/** A layer of our own in the map's drawing, above all shapes. */
export function topGroup(renderer, className) {
  const group = s("g", { class: className, "aria-hidden": "true" });
  renderer._container.append(group);
  return group;
}
