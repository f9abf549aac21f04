// Control points: the same places in the drawing and on the earth, typed or clicked.

import { h } from "../common/dom.js";
import { makePoint, missing } from "./point.js";

const NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const L = window.L;

/** In what the places on the earth are given: degrees, or the metres of a CRS. */
function makeEarth(prefix, onchange) {
  const kind = h("select", { class: "input", id: `${prefix}-kind`, onchange: choose },
    h("option", { value: "degrees" }, "Latitude and longitude"), h("option", { value: "metres" }, "Coordinates of a CRS"));
  const code = h("input", { class: "input", id: `${prefix}-epsg`, inputmode: "numeric", placeholder: "28992" });
  const codeField = h("div", { class: "field", hidden: true }, h("label", { for: code.id }, "EPSG code"), code);

  function choose() {
    codeField.hidden = kind.value !== "metres";
    onchange(kind.value);
  }

  /** A function that names two numbers as the API takes them; throws when the CRS is missing. */
  function naming() {
    if (kind.value === "degrees") return (lat, lon) => ({ lat, lon });
    const epsg = code.value.trim();
    if (!/^\d{4,5}$/.test(epsg)) throw missing("The EPSG code of the coordinates is missing.", "It has four or five digits, as 28992.", code);
    return (east, north) => ({ east, north, epsg: Number(epsg) });
  }

  const field = h("div", { class: "field" }, h("label", { for: kind.id }, "On the earth as"), kind);
  return { elements: [field, codeField], kind: () => kind.value, naming };
}

/** The marks of some points on the map; `draw()` puts them where the points say they are. */
function makeMarks(map, points) {
  const marks = L.layerGroup().addTo(map);
  const draw = () => {
    marks.clearLayers();
    for (const mark of points.map((point) => point.marker()).filter(Boolean)) marks.addLayer(mark);
  };
  return { draw, show: (on) => (on ? marks.addTo(map) : marks.remove()) };
}

const freeName = (points) => [...NAMES].find((letter) => !points.some((point) => point.name() === letter)) ?? "";

/** A list of points that is never shorter than `least`, marked on the map. */
function makeList(map, { start, least, pick, prefix, kind }) {
  const element = h("ol", { class: "points" });
  const points = [];
  const { draw, show } = makeMarks(map, points);
  let serial = 0;

  async function pickFor(point) {
    const at = await pick(point.name() || "the point");
    if (at) point.setAt(at);
  }

  function remove(point) {
    points.splice(points.indexOf(point), 1);
    point.element.remove();
    draw();
    fillUp();
  }

  function add(values = {}) {
    serial += 1;
    const point = makePoint(`${prefix}-${serial}`, { name: freeName(points), ...values }, { change: draw, pick: pickFor, remove });
    point.relabel(kind());
    points.push(point);
    element.append(point.element);
    draw();
    return point;
  }

  function fillUp() {
    while (points.length < least) add();
  }

  for (const values of start) add(values);
  fillUp();
  return { element, points, add, show };
}

/** `start` are known points; `pick(name)` resolves to where a person clicked on the plan. */
export function makePoints(map, { start, least, pick, prefix }) {
  const earth = makeEarth(prefix, (kind) => list.points.forEach((point) => point.relabel(kind)));
  const list = makeList(map, { start, least, pick, prefix, kind: earth.kind });
  const more = h("button", { type: "button", class: "button", onclick: () => list.add().focus() }, "Add a point");

  /** The filled points as the API takes them; throws with what is missing. */
  function value() {
    const named = earth.naming();
    return list.points.filter((point) => !point.isEmpty()).map((point) => point.value(named));
  }

  /** Write the residuals beside their points; `bad` is the name of the one to look at again. */
  function tell(residuals, bad) {
    for (const point of list.points) {
      const own = residuals.find(({ name }) => name === (point.name() || "unnamed"));
      point.tell(own?.residual_m ?? null, own !== undefined && point.name() === bad);
    }
  }

  const element = h("div", { class: "stack" }, ...earth.elements, list.element, least > 1 && h("div", { class: "row" }, more));
  return { element, value, tell, show: list.show };
}
