// What a person types for a position: three or more points, or one point and a bearing. Each way
// gives its part of the request with `value()`, which throws with what is missing.

import { h } from "../common/dom.js";
import { numberOf } from "./numbers.js";
import { makePoints } from "./points.js";

const LEAST_POINTS = 3;
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

export function pointsWay({ map, georeference, pick }) {
  const points = makePoints(map, { start: pointsOf(georeference, "control_points"), least: LEAST_POINTS, pick, prefix: "points" });
  const mirrored = h("input", { type: "checkbox", id: "mirrored", checked: georeference?.mirrored });
  const element = h("div", { class: "stack" },
    h("p", { class: "small soft" }, "Corners of the building far apart from each other are best. Coordinates can be pasted as a map copies them."),
    points.element, h("label", { class: "choice" }, mirrored, "The plan is drawn mirrored"));
  return {
    element, show: points.show, tell: points.tell,
    value: () => ({ points: points.value(), mirrored: mirrored.checked ? true : undefined }),
    turnOver: () => { mirrored.checked = true; },
  };
}

export function bearingWay({ map, georeference, pick }) {
  const single = makePoints(map, { start: pointsOf(georeference, "point_and_bearing"), least: 1, pick, prefix: "single" });
  const known = georeference?.bearing_deg ?? 0;
  const bearing = h("input", { class: "input", id: "bearing", inputmode: "decimal", value: round(known, DIGITS.bearing) });
  const element = h("div", { class: "stack" }, single.element,
    h("div", { class: "field" }, h("label", { for: "bearing" }, "Bearing of the top of the drawing, degrees"), bearing,
      h("span", { class: "hint" }, "From true north, as on a map: 0 is north, 90 is east. A compass needle can be some degrees off.")));

  function value() {
    const [point] = single.value();
    const bearing_deg = numberOf(bearing.value);
    if (!point || !Number.isFinite(bearing_deg)) {
      throw Object.assign(new Error("A point and a bearing are needed."),
        { advice: "Pick the point on the plan, type where it is, and the bearing in degrees." });
    }
    const { name, ...place } = point;
    return { ...place, bearing_deg };
  }

  return { element, show: single.show, value };
}
