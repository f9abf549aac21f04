// One control point: its fields, its mark on the plan, and what it says.

import { h } from "../common/dom.js";
import { angleOf, pairOf } from "./coordinates.js";
import { numberOf } from "./numbers.js";
import { metres } from "./words.js";

const DRAWING_DIGITS = 3;
const EARTH_DIGITS = { degrees: 7, metres: 3 };
// As large as a finger; the disc in it is smaller.
const MARK_PX = 44;
const MARK_LETTERS = 2;
const EARTH = { degrees: ["Latitude", "Longitude"], metres: ["East", "North"] };
const FIELDS = { name: "Name", x: "x in the drawing, m", y: "y in the drawing, m", first: "", second: "" };
const NUMBERS = ["x", "y", "first", "second"];

const L = window.L;

/** What is missing, as a refusal of the service would say it, with the field that lacks it in focus. */
export function missing(message, advice, field) {
  field.focus();
  return Object.assign(new Error(message), { advice, code: "incomplete" });
}

/** A labelled field for each value, by name: {input, label, element}. */
function makeFields(id, values, onchange) {
  return Object.fromEntries(Object.entries(FIELDS).map(([name, words]) => {
    const input = h("input", {
      class: "input", id: `${id}-${name}`, inputmode: name === "x" || name === "y" ? "decimal" : null, autocomplete: "off",
      value: values[name] ?? "", oninput: onchange,
    });
    const label = h("label", { for: input.id }, words);
    return [name, { input, label, element: h("div", { class: "field" }, label, input) }];
  }));
}

/** Both coordinates at once, as a map copies them. */
function takePairs({ first, second }, onchange) {
  for (const { input } of [first, second]) {
    input.addEventListener("paste", (event) => {
      const pair = pairOf(event.clipboardData.getData("text"));
      if (!pair) return;
      event.preventDefault();
      [first.input.value, second.input.value] = pair;
      onchange();
    });
  }
}

/** `values` are what is known of it; `on` has change(), pick(point), pickEarth(point), remove(point). */
export function makePoint(id, values, on) {
  const fields = makeFields(id, values, on.change);
  const residual = h("span", { class: "residual small" });
  const button = (kind, onclick, words) => h("button", { type: "button", class: `button ${kind}`, onclick }, words);
  const onMap = on.pickEarth && button("pick-earth", () => on.pickEarth(point), "Pick on the site map");
  const element = h("li", { class: "point" },
    h("div", { class: "point-head" }, fields.name.element, residual),
    h("div", { class: "field-pair" }, fields.x.element, fields.y.element),
    button("", () => on.pick(point), "Pick on the plan"),
    h("div", { class: "field-pair" }, fields.first.element, fields.second.element),
    h("div", { class: "row" }, onMap, button("quiet", () => on.remove(point), "Remove")));
  const kind = () => on.kind();
  const point = { element, ...sayings(fields, kind), ...changes(fields, { element, residual, onchange: on.change, kind }) };
  takePairs(fields, on.change);
  return point;
}

/** What the fields of a point say. */
function sayings(fields, kind) {
  const text = (name) => fields[name].input.value.trim();
  const number = (name) => numberOf(fields[name].input.value);
  const name = () => text("name");
  const at = () => [number("x"), number("y")];
  const earth = () => ["first", "second"].map((each) => (kind() === "degrees" ? angleOf(text(each)) : number(each)));
  const isPlaced = () => at().every(Number.isFinite);
  const isWhole = () => isPlaced() && earth().every(Number.isFinite);
  const isEmpty = () => NUMBERS.every((each) => !text(each));

  /** As the API takes it; `earthOf(first, second)` names the coordinates. Throws what is missing. */
  function value(earthOf) {
    const title = name() || "unnamed";
    const [x, y] = at();
    if (!isPlaced()) throw missing(`“${title}” has no place in the drawing.`, "Pick it on the plan, or type x and y in metres.", fields.x.input);
    if (!isWhole()) throw missing(`“${title}” has no place on the earth.`, "Type two numbers, or paste what a map copies.", fields.first.input);
    return { name: title, x, y, ...earthOf(...earth()) };
  }

  return { name, at, earth, isPlaced, isWhole, isEmpty, value };
}

/** The mark of a point on a map, at [x, y] there, that can be dragged: `moved([x, y])`. */
export function markerAt(point, [x, y], moved) {
  const label = h("span", {}, point.name().slice(0, MARK_LETTERS) || "?");
  const icon = L.divIcon({ className: "control-point", html: label, iconSize: [MARK_PX, MARK_PX] });
  const marker = L.marker([y, x], { keyboard: false, draggable: true, bubblingMouseEvents: true, icon, zIndexOffset: 1000 });
  marker.on("drag", () => { const { lat, lng } = marker.getLatLng(); moved([lng, lat], false); });
  marker.on("dragend", () => { const { lat, lng } = marker.getLatLng(); moved([lng, lat], true); });
  return marker;
}

/** What the page does to a point. */
function changes(fields, { element, residual, onchange, kind }) {
  const put = (name, value) => { fields[name].input.value = value; };
  const swap = (one, two) => { const kept = fields[one].input.value; put(one, fields[two].input.value); put(two, kept); };
  return {
    focus: () => fields.name.input.focus(),
    focusEarth: () => fields.first.input.focus({ preventScroll: true }),

    /** Name the coordinates on the earth; `kind` is "degrees" or "metres". */
    relabel(now) {
      [fields.first.label.textContent, fields.second.label.textContent] = EARTH[now];
    },

    /** Take a place of the plan. */
    setAt([x, y]) {
      put("x", x.toFixed(DRAWING_DIGITS));
      put("y", y.toFixed(DRAWING_DIGITS));
      onchange();
    },

    /** Take a place on the earth, in the kind of coordinates that is chosen. */
    setEarth([first, second]) {
      const digits = EARTH_DIGITS[kind()];
      put("first", first.toFixed(digits));
      put("second", second.toFixed(digits));
      onchange();
    },

    swapPlan: () => { swap("x", "y"); onchange(); },
    swapEarth: () => { swap("first", "second"); onchange(); },

    /** Turn the sign of some fields round. */
    turn(...names) {
      for (const name of names) put(name, -(name === "x" || name === "y" ? numberOf : angleOf)(fields[name].input.value));
      onchange();
    },

    /** What stands in the fields of the earth, to exchange it with another point's. */
    earthText: () => [fields.first.input.value, fields.second.input.value],
    setEarthText([first, second]) { put("first", first); put("second", second); onchange(); },

    /** Say how far off the point is (null: not known), and whether it is the one to look at again. */
    tell(off_m, isBad) {
      residual.textContent = off_m === null ? "" : `off by ${metres(off_m)}`;
      element.dataset.bad = String(isBad);
    },
  };
}
