// One control point: its fields, its mark on the plan, and what it says.

import { h } from "../common/dom.js";
import { numberOf, pairOf } from "./numbers.js";
import { metres } from "./words.js";

const DRAWING_DIGITS = 3;
const MARK_PX = 28;
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
      class: "input", id: `${id}-${name}`, inputmode: name === "name" ? null : "decimal", autocomplete: "off",
      value: values[name] ?? "", oninput: onchange,
    });
    const label = h("label", { for: input.id }, words);
    return [name, { input, label, element: h("div", { class: "field" }, label, input) }];
  }));
}

/** Both coordinates at once, as a map copies them. */
function takePairs({ first, second }, onchange) {
  first.input.addEventListener("paste", (event) => {
    const pair = pairOf(event.clipboardData.getData("text"));
    if (!pair) return;
    event.preventDefault();
    [first.input.value, second.input.value] = pair;
    onchange();
  });
}

/** `values` are what is known of it; `on` has change(), pick(point) and remove(point). */
export function makePoint(id, values, on) {
  const fields = makeFields(id, values, on.change);
  const residual = h("span", { class: "residual small" });
  const button = (kind, onclick, words) => h("button", { type: "button", class: `button ${kind}`, onclick }, words);
  const element = h("li", { class: "point" },
    h("div", { class: "point-head" }, fields.name.element, residual),
    h("div", { class: "field-pair" }, fields.x.element, fields.y.element),
    button("", () => on.pick(point), "Pick on the plan"),
    h("div", { class: "field-pair" }, fields.first.element, fields.second.element),
    button("quiet", () => on.remove(point), "Remove"));
  const point = { element, ...sayings(fields), ...changes(fields, { element, residual, onchange: on.change }) };
  takePairs(fields, on.change);
  return point;
}

/** What the fields of a point say. */
function sayings(fields) {
  const text = (name) => fields[name].input.value.trim();
  const number = (name) => numberOf(fields[name].input.value);
  const name = () => text("name");
  const at = () => [number("x"), number("y")];
  const isPlaced = () => at().every(Number.isFinite);
  const isEmpty = () => NUMBERS.every((each) => !text(each));

  /** As the API takes it; `earthOf(first, second)` names the coordinates. Throws what is missing. */
  function value(earthOf) {
    const title = name() || "unnamed";
    const [x, y] = at();
    const earth = [number("first"), number("second")];
    if (!isPlaced()) throw missing(`“${title}” has no place in the drawing.`, "Pick it on the plan, or type x and y in metres.", fields.x.input);
    if (!earth.every(Number.isFinite)) throw missing(`“${title}” has no place on the earth.`, "Type two numbers with a decimal point.", fields.first.input);
    return { name: title, x, y, ...earthOf(...earth) };
  }

  function marker() {
    if (!isPlaced()) return null;
    const [x, y] = at();
    const label = h("span", {}, name().slice(0, MARK_LETTERS) || "?");
    const icon = L.divIcon({ className: "control-point", html: label, iconSize: [MARK_PX, MARK_PX] });
    return L.marker([y, x], { keyboard: false, interactive: false, icon, zIndexOffset: 1000 });
  }

  return { name, isEmpty, value, marker };
}

/** What the page does to a point. */
function changes(fields, { element, residual, onchange }) {
  return {
    focus: () => fields.name.input.focus(),

    /** Name the coordinates on the earth; `kind` is "degrees" or "metres". */
    relabel(kind) {
      [fields.first.label.textContent, fields.second.label.textContent] = EARTH[kind];
    },

    /** Take the place that was clicked; where it is on the earth is asked next. */
    setAt([x, y]) {
      fields.x.input.value = x.toFixed(DRAWING_DIGITS);
      fields.y.input.value = y.toFixed(DRAWING_DIGITS);
      onchange();
      fields.first.input.focus({ preventScroll: true });
    },

    /** Say how far off the point is (null: not known), and whether it is the one to look at again. */
    tell(off_m, isBad) {
      residual.textContent = off_m === null ? "" : `off by ${metres(off_m)}`;
      element.dataset.bad = String(isBad);
    },
  };
}
