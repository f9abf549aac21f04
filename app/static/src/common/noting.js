// The fields of a note beside a booking, and of whether it is private.

import { h } from "./dom.js";

const LONGEST = 500;

function hintText(whose) {
  const [readers, alone] = whose ? [`${whose}, you`, "the two of you"] : ["you", "you alone"];
  return `Read by ${readers} and facility staff; of a private booking by ${alone}. Nobody else sees whose a private booking is.`;
}

/** The fields, with an `id` of their own on the page; `whose` is the name of a colleague whose booking
    it is. `value()` is what a request carries. */
export function noteFields(id, { note, isPrivate, whose }, oninput = null) {
  const text = h("textarea", { class: "input", id, rows: "2", maxlength: LONGEST, "aria-describedby": `${id}-hint`, oninput }, note);
  const box = h("input", { type: "checkbox", onchange: oninput });
  box.checked = isPrivate;
  const element = h("div", { class: "stack note-fields" },
    h("div", { class: "field" }, h("label", { for: id }, "Note"), text),
    h("label", { class: "choice" }, box, h("span", {}, "Private")),
    h("p", { class: "hint", id: `${id}-hint` }, hintText(whose)));
  return { element, text, value: () => ({ note: text.value.trim(), is_private: box.checked }) };
}
