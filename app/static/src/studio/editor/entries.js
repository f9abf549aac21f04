// Fields of the editor's forms: lengths and counts as people type them, and corners line by line.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { numberOf } from "../numbers.js";

/** "3.5, 0" as two numbers, or null. */
function cornerOf(line) {
  const found = /^\s*(-?\d+\.?\d*)\s*[,;\s]\s*(-?\d+\.?\d*)\s*$/.exec(line);
  return found && [Number(found[1]), Number(found[2])];
}

/** A number; `value()` is NaN when nothing sensible stands there. */
export function numberEntry(id, label, start, { onchange = () => {}, hint, isWhole = false } = {}) {
  const input = h("input", {
    class: "input", id, value: String(start), autocomplete: "off", inputmode: isWhole ? "numeric" : "decimal", oninput: () => { check(); onchange(); },
  });
  const value = () => (isWhole && !/^\s*-?\d+\s*$/.test(input.value) ? Number.NaN : numberOf(input.value));
  const check = () => input.setAttribute("aria-invalid", String(Number.isNaN(value())));
  return { element: field(label, input, hint), input, value };
}

export function choiceEntry(id, label, options, { onchange = () => {}, chosen } = {}) {
  const input = h("select", { class: "input", id, onchange }, ...options.map(([value, words]) => h("option", { value }, words)));
  if (chosen !== undefined) input.value = chosen;
  return { element: field(label, input), input, value: () => input.value };
}

/** Points of the drawing, one a line; `points()` is null while a line cannot be read. */
export function cornersEntry(id, label, hint, onchange) {
  const input = h("textarea", { class: "input edit-corners", id, rows: 5, spellcheck: "false", placeholder: "0, 0\n6, 0\n6, 4\n0, 4", oninput: onchange });
  const lines = () => input.value.split("\n").filter((line) => line.trim());
  const points = () => {
    const read = lines().map(cornerOf);
    return read.every(Boolean) ? read : null;
  };
  return { element: field(label, input, hint), input, points };
}

export const formRow = (...fields) => h("div", { class: "edit-row" }, ...fields);

export const submitButton = (words, more = {}) => h("button", { class: "button primary", type: "submit", ...more }, words);

/** A form that calls `run()` instead of sending itself. */
export function ownForm(run, ...nodes) {
  return h("form", { class: "stack", novalidate: true, onsubmit: (event) => { event.preventDefault(); run(); } }, ...nodes);
}
