import { h } from "../common/dom.js";

/** A control with its label, and a hint below. */
export function field(label, control, hint) {
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, hint && h("span", { class: "hint" }, hint));
}
