// Control points: the same places in the drawing and on the earth, typed or clicked.

import { h } from "../common/dom.js";
import { makePoint, markerAt, missing } from "./point.js";

const NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const L = window.L;

/** In what the places on the earth are given: degrees, or the metres of a CRS; `srid` is the site's. */
function makeEarth(prefix, srid, onchange) {
  const kind = h("select", { class: "input", id: `${prefix}-kind`, onchange: choose },
    h("option", { value: "degrees" }, "Latitude and longitude (WGS 84)"), h("option", { value: "site" }, `The site's coordinates (EPSG:${srid})`),
    h("option", { value: "metres" }, "Coordinates of a CRS"));
  const code = h("input", { class: "input", id: `${prefix}-epsg`, inputmode: "numeric", placeholder: "28992", oninput: () => onchange(kindNow()) });
  const codeField = h("div", { class: "field", hidden: true }, h("label", { for: code.id }, "EPSG code"), code);
  const kindNow = () => (kind.value === "degrees" ? "degrees" : "metres");

  function choose() {
    codeField.hidden = kind.value !== "metres";
    onchange(kindNow());
  }

  const codeNow = () => (kind.value === "site" ? String(srid) : code.value.trim());
  const isKnown = () => kind.value === "degrees" || /^\d{4,5}$/.test(codeNow());

  /** A function that names two numbers as the API takes them; throws when the CRS is missing. */
  function naming() {
    if (kind.value === "degrees") return (lat, lon) => ({ lat, lon });
    if (!isKnown()) throw missing("The EPSG code of the coordinates is missing.", "It has four or five digits, as 28992.", code);
    const epsg = Number(codeNow());
    return (east, north) => ({ east, north, epsg });
  }

  const field = h("div", { class: "field" }, h("label", { for: kind.id }, "On the earth as"), kind);
  return { elements: [field, codeField], kind: kindNow, isKnown, naming, inDegrees: () => kind.value === "degrees", epsg: () => (isKnown() && kind.value !== "degrees" ? Number(codeNow()) : null) };
}

/** The marks of some points on the plan; `draw()` puts them where the points say they are. */
function makeMarks(map, points) {
  const marks = L.layerGroup().addTo(map);
  let dragged = null;
  function draw() {
    if (dragged) return;
    marks.clearLayers();
    for (const point of points.filter((each) => each.isPlaced())) {
      marks.addLayer(markerAt(point, point.at(), (at, isDone) => {
        dragged = point;
        point.setAt(at);
        if (isDone) { dragged = null; draw(); }
      }));
    }
  }
  return { draw, show: (on) => (on ? marks.addTo(map) : marks.remove()) };
}

const freeName = (points) => [...NAMES].find((letter) => !points.some((point) => point.name() === letter)) ?? "";

/** A list of points that is never shorter than `least`, marked on the map. */
function makeList(map, { start, least, pick, pickEarth, prefix, kind, onchange }) {
  const element = h("ol", { class: "points" });
  const points = [];
  const { draw, show } = makeMarks(map, points);
  let serial = 0;
  const change = () => { draw(); onchange(); };

  async function pickFor(point) {
    const at = await pick(point.name() || "the point");
    if (!at) return;
    point.setAt(at);
    point.focusEarth();
  }

  function remove(point) {
    points.splice(points.indexOf(point), 1);
    point.element.remove();
    fillUp();
    change();
  }

  function add(values = {}) {
    serial += 1;
    const on = { change, pick: pickFor, pickEarth, remove, kind };
    const point = makePoint(`${prefix}-${serial}`, { name: freeName(points), ...values }, on);
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
  return { element, points, add, remove, show };
}

/** `start` are known points; `pick(name)` resolves to where a person clicked on the plan, and
    `pickEarth(point)` lets them click on the site's map. `onchange()` follows every change. */
export function makePoints(map, { start, least, pick, pickEarth, prefix, srid, onchange }) {
  const earth = makeEarth(prefix, srid, (kind) => {
    list.element.dataset.earth = kind;
    list.points.forEach((point) => point.relabel(kind));
    onchange();
  });
  const list = makeList(map, { start, least, pick, pickEarth, prefix, kind: earth.kind, onchange });
  const more = h("button", { type: "button", class: "button", onclick: () => list.add().focus() }, "Add a point");

  /** The filled points as the API takes them; throws with what is missing. */
  function value() {
    const named = earth.naming();
    return list.points.filter((point) => !point.isEmpty()).map((point) => point.value(named));
  }

  /** Those that are whole already, without a word about the others. */
  function ready() {
    if (!earth.isKnown()) return [];
    const named = earth.naming();
    return list.points.filter((point) => point.isWhole()).map((point) => point.value(named));
  }

  const called = (point) => point.name() || "unnamed";
  const named = (name) => list.points.find((point) => called(point) === name);

  /** Write the residuals beside their points; `bad` are the names of those to look at again. */
  function tell(residuals, bad = []) {
    for (const point of list.points) {
      const own = residuals.find(({ name }) => name === called(point));
      point.tell(own?.residual_m ?? null, !point.isEmpty() && bad.includes(called(point)));
    }
  }

  list.element.dataset.earth = earth.kind();
  const element = h("div", { class: "stack" }, ...earth.elements, list.element, least > 1 && h("div", { class: "row" }, more));
  return { element, value, ready, tell, show: list.show, named, all: () => list.points, remove: list.remove, add: list.add, inDegrees: earth.inDegrees };
}
