// Shows the whole floor in the part of the map that nothing covers, until somebody moves it.

import { fitTurned } from "./turned.js";

const L = window.L;
const PADDING_PX = 24;
// A strip lower than this shows no floor; then the sheet may lie over it.
const LEAST_HEIGHT_PX = 110;
// How much smaller than whole a floor may become, in zoom steps; a sheet takes one or two.
const SMALLER = 2;
// The side of the square in which the middle of the map can be moved, in diagonals of its floor.
const ROAMED = 5;
const PHONE = "(max-width: 47.99rem)";

/** How many pixels of the map's lower part a sheet covers; none where the panel stands beside it. */
export function coveredBy(map, sheet) {
  if (!matchMedia(PHONE).matches) return 0;
  return Math.max(0, map.getContainer().getBoundingClientRect().bottom - sheet.getBoundingClientRect().top);
}

function leavesRoom(map, covered) {
  return map.getSize().y - covered >= LEAST_HEIGHT_PX;
}

/** Leaflet's own limit is one for the edges of the window, which a sheet has to push further out. */
function stayNear(map, bounds) {
  const square = bounds.getCenter().toBounds(bounds.getSouthWest().distanceTo(bounds.getNorthEast()) * ROAMED);
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    if (square.contains([lat, lng])) return;
    map.panTo([Math.min(Math.max(lat, square.getSouth()), square.getNorth()), Math.min(Math.max(lng, square.getWest()), square.getEast())]);
  });
}

/** The corners of an area as [lat, lon]. */
const placesOf = (area) => (area?.coordinates ?? []).flat(area?.type === "MultiPolygon" ? 2 : 1).map(([lon, lat]) => [lat, lon]);
const cornersOf = (collection) => (collection?.features ?? []).flatMap(({ geometry }) => placesOf(geometry));

/** Fit the floor, and let nobody lose it. Best before drawing, so that shapes are placed once.
    The function that is returned fits it again when the sheet has moved. */
export function keepWhole(map, plan, sheet) {
  const [west, south, east, north] = plan.bounds;
  const stairs = cornersOf(plan.connectors);
  const bounds = L.latLngBounds([south, west], [north, east]);
  for (const corner of stairs) bounds.extend(corner);
  // The box of the floor says nothing of where it ends once the map is turned.
  const corners = map.options.crs.turn ? [...placesOf(plan.outline), ...cornersOf(plan.spaces), ...stairs] : [];
  const first = coveredBy(map, sheet);
  let [whole, fitting, covered, due] = [true, false, leavesRoom(map, first) ? first : 0, 0];

  function fit(animate) {
    fitting = true;
    map.once("moveend", () => { fitting = false; });
    const how = { paddingTopLeft: [PADDING_PX, PADDING_PX], paddingBottomRight: [PADDING_PX, PADDING_PX + covered], animate };
    if (corners.length) fitTurned(map, corners, how);
    else map.fitBounds(bounds, how);
  }

  fit(false);
  map.setMinZoom(map.getZoom() - SMALLER);
  stayNear(map, bounds);
  map.on("dragstart", () => { whole = false; });
  map.on("zoomstart", () => { whole &&= fitting; });
  map.on("resize", () => { if (whole) fit(false); });

  function again() {
    const now = whole ? coveredBy(map, sheet) : covered;
    if (now === covered || !leavesRoom(map, now)) return;
    covered = now;
    fit(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  // After the sheet's own picture, which a person waits for.
  return () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => { due = requestAnimationFrame(again); });
  };
}
