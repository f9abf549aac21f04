// What a person types for a position: three or more points, or one point and a bearing. Each way
// gives its part of the request with `value()`, which throws with what is missing, and what is whole
// already with `ready()`, null when that is too little.

import { h } from "../common/dom.js";
import { numberOf } from "./numbers.js";
import { makePoints } from "./points.js";
import { makeSiteMap } from "./site_map.js";

const LEAST_POINTS = 3;
const LEAST_JUDGED = 2;
// A millimetre in the drawing, a centimetre on the earth, and far less than a hand can turn.
const DIGITS = { drawing: 3, earth: 7, bearing: 4 };

const round = (value, digits) => Number(value.toFixed(digits));

/** The points of a position that was saved by this method before. */
function pointsOf(georeference, method) {
  if (georeference?.method !== method) return [];
  return georeference.points.map(({ name, x, y, lon, lat }) => ({
    name, x: round(x, DIGITS.drawing), y: round(y, DIGITS.drawing), first: round(lat, DIGITS.earth), second: round(lon, DIGITS.earth),
  }));
}

export function pointsWay({ map, georeference, pick, planId, srid, onchange }) {
  const site = makeSiteMap(planId, "site-map");
  const changed = () => { site.mark(points.all(), points.inDegrees()); onchange(); };
  const points = makePoints(map, {
    start: pointsOf(georeference, "control_points"), least: LEAST_POINTS, pick, pickEarth: site.pick, prefix: "points", srid, onchange: () => changed(),
  });
  const mirrored = h("input", { type: "checkbox", id: "mirrored", checked: georeference?.method === "control_points" && georeference.mirrored, onchange });
  const isMirrored = () => (mirrored.checked ? true : undefined);
  const element = h("div", { class: "stack" },
    h("p", { class: "small soft" }, "Corners of the building far apart from each other are best. Coordinates can be pasted as a map copies them, in degrees, minutes and seconds, or with the map's address."),
    site.element, points.element, h("label", { class: "choice" }, mirrored, "The plan is drawn mirrored"));

  function ready() {
    const whole = points.ready();
    return whole.length < LEAST_JUDGED ? null : { points: whole, mirrored: isMirrored() };
  }

  async function show(on) {
    points.show(on);
    if (!on) return;
    await site.open();
    site.mark(points.all(), points.inDegrees());
  }

  return {
    element, list: points, show, tell: points.tell, ready,
    value: () => ({ points: points.value(), mirrored: isMirrored() }),
    turnOver: () => { mirrored.checked = true; onchange(); },
  };
}

export function bearingWay({ map, georeference, pick, srid, onchange }) {
  const single = makePoints(map, { start: pointsOf(georeference, "point_and_bearing"), least: 1, pick, prefix: "single", srid, onchange });
  const known = georeference?.bearing_deg ?? 0;
  const bearing = h("input", { class: "input", id: "bearing", inputmode: "decimal", value: round(known, DIGITS.bearing), oninput: onchange });
  const element = h("div", { class: "stack" }, single.element,
    h("div", { class: "field" }, h("label", { for: "bearing" }, "Bearing of the top of the drawing, degrees"), bearing,
      h("span", { class: "hint" }, "From true north, as on a map: 0 is north, 90 is east. A compass needle can be some degrees off.")));

  function body([point]) {
    const { name, ...place } = point;
    return { ...place, bearing_deg: numberOf(bearing.value) };
  }

  function ready() {
    const whole = single.ready();
    return whole.length && Number.isFinite(numberOf(bearing.value)) ? body(whole) : null;
  }

  function value() {
    const points = single.value();
    if (!points.length || !Number.isFinite(numberOf(bearing.value))) {
      throw Object.assign(new Error("A point and a bearing are needed."),
        { advice: "Pick the point on the plan, type where it is, and the bearing in degrees." });
    }
    return body(points);
  }

  return { element, list: single, show: single.show, value, ready };
}
