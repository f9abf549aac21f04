// Control points: the same place in the drawing and on the earth, typed or clicked.

import { h } from "../common/dom.js";
import { numberOf, pairOf } from "./numbers.js";
import { metres } from "./words.js";

const NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DECIMALS = { x: 3, y: 3, first: 7, second: 7 };
const EARTH = { degrees: ["Latitude", "Longitude"], metres: ["East", "North"] };

const L = window.L;

function makePoint(editor, values) {
  const id = `point-${editor.next()}`;
  const input = (name, label, value) => h("input", {
    class: "input", id: `${id}-${name}`, inputmode: name === "name" ? null : "decimal", autocomplete: "off",
    value: value ?? "", oninput: editor.changed, "aria-label": null, "data-label": label,
  });
  const fields = {
    name: input("name", "Name", values.name), x: input("x", "x in the drawing, m", values.x), y: input("y", "y in the drawing, m", values.y),
    first: input("first", "", values.first), second: input("second", "", values.second),
  };
  const labels = Object.fromEntries(Object.keys(fields).map((name) => [name, h("label", { for: fields[name].id }, fields[name].dataset.label)]));
  const residual = h("span", { class: "residual small" });
  const wrap = (name) => h("div", { class: "field" }, labels[name], fields[name]);
  const pick = h("button", { type: "button", class: "button", onclick: () => editor.pick(point) }, "Pick on the plan");
  const remove = h("button", { type: "button", class: "button quiet", onclick: () => editor.remove(point) }, "Remove");
  const element = h("li", { class: "point" },
    h("div", { class: "point-head" }, wrap("name"), residual),
    h("div", { class: "field-pair" }, wrap("x"), wrap("y")), pick,
    h("div", { class: "field-pair" }, wrap("first"), wrap("second")), remove);

  fields.first.addEventListener("paste", (event) => {
    const pair = pairOf(event.clipboardData.getData("text"));
    if (!pair) return;
    event.preventDefault();
    [fields.first.value, fields.second.value] = pair;
    editor.changed();
  });

  const point = {
    element, fields, residual,
    relabel(kind) { [labels.first.textContent, labels.second.textContent] = EARTH[kind]; },
    name: () => fields.name.value.trim(),
    at: () => [numberOf(fields.x.value), numberOf(fields.y.value)],
    setAt([x, y]) { fields.x.value = x.toFixed(DECIMALS.x); fields.y.value = y.toFixed(DECIMALS.y); editor.changed(); },
    isEmpty: () => ["x", "y", "first", "second"].every((name) => !fields[name].value.trim()),
  };
  return point;
}

function marker(point) {
  const [x, y] = point.at();
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
  const label = h("span", {}, point.name().slice(0, 2) || "?");
  return L.marker([y, x], { keyboard: false, interactive: false, icon: L.divIcon({ className: "control-point", html: label, iconSize: [28, 28] }), zIndexOffset: 1000 });
}

/** `start` are known points; `pick(point)` asks for a click on the plan. */
export function makePoints(map, { start, least, pick, prefix }) {
  const list = h("ol", { class: "points" });
  const marks = L.layerGroup().addTo(map);
  const points = [];
  let serial = 0;
  let kind = "degrees";
  const crs = h("select", { class: "input", id: `${prefix}-kind`, onchange: () => { kind = crs.value; code.parentElement.hidden = kind !== "metres"; points.forEach((point) => point.relabel(kind)); } },
    h("option", { value: "degrees" }, "Latitude and longitude"), h("option", { value: "metres" }, "Coordinates of a CRS"));
  const code = h("input", { class: "input", id: `${prefix}-epsg`, inputmode: "numeric", placeholder: "28992" });
  const codeField = h("div", { class: "field", hidden: true }, h("label", { for: code.id }, "EPSG code"), code);
  const addButton = h("button", { type: "button", class: "button", onclick: () => add() .fields.name.focus() }, "Add a point");

  const editor = {
    next: () => { serial += 1; return `${prefix}-${serial}`; },
    changed: draw,
    pick: async (point) => {
      const at = await pick(point.name() || "the point");
      if (at) { point.setAt(at); point.fields.first.focus({ preventScroll: true }); }
    },
    remove: (point) => {
      points.splice(points.indexOf(point), 1);
      point.element.remove();
      draw();
      while (points.length < least) add();
    },
  };

  function draw() {
    marks.clearLayers();
    for (const mark of points.map(marker).filter(Boolean)) marks.addLayer(mark);
  }

  function add(values = {}) {
    const free = [...NAMES].find((letter) => !points.some((point) => point.name() === letter)) ?? "";
    const point = makePoint(editor, { name: free, ...values });
    point.relabel(kind);
    points.push(point);
    list.append(point.element);
    draw();
    return point;
  }

  function earthOf(point) {
    const [first, second] = [numberOf(point.fields.first.value), numberOf(point.fields.second.value)];
    if (!Number.isFinite(first) || !Number.isFinite(second)) return null;
    if (kind === "degrees") return { lat: first, lon: second };
    return { east: first, north: second, epsg: Math.round(numberOf(code.value)) };
  }

  /** The filled points as the API takes them; throws with what is missing. */
  function value() {
    if (kind === "metres" && !/^\d{4,5}$/.test(code.value.trim())) throw missing("The EPSG code of the coordinates is missing.", "It has four or five digits, as 28992.", code);
    return points.filter((point) => !point.isEmpty()).map((point) => {
      const [x, y] = point.at();
      const earth = earthOf(point);
      const name = point.name() || "unnamed";
      if (!Number.isFinite(x) || !Number.isFinite(y)) throw missing(`“${name}” has no place in the drawing.`, "Pick it on the plan, or type x and y in metres.", point.fields.x);
      if (!earth) throw missing(`“${name}” has no place on the earth.`, "Type two numbers with a decimal point.", point.fields.first);
      return { name, x, y, ...earth };
    });
  }

  function missing(message, advice, field) {
    field.focus();
    return Object.assign(new Error(message), { advice, code: "incomplete" });
  }

  /** Write the residuals beside their points; `bad` is the name of the one to look at again. */
  function tell(residuals, bad) {
    for (const point of points) {
      const own = residuals.find((each) => each.name === (point.name() || "unnamed"));
      point.residual.textContent = own ? `off by ${metres(own.residual_m)}` : "";
      point.element.dataset.bad = String(own !== undefined && point.name() === bad);
    }
  }

  crs.value = kind;
  for (const values of start) add(values);
  while (points.length < least) add();
  const element = h("div", { class: "stack" },
    h("div", { class: "field" }, h("label", { for: crs.id }, "On the earth as"), crs), codeField, list, least > 1 && h("div", { class: "row" }, addButton));
  return { element, value, tell, show: (on) => (on ? marks.addTo(map) : marks.remove()) };
}
