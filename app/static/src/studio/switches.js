// What is shown on the drawing: one switch for each part.

import { h, one } from "../common/dom.js";
import { PARTS } from "./drawing.js";

const WORDS = { ...PARTS, labels: "Numbers and names", findings: "Findings" };

export function switches(details, onchange) {
  one("fieldset", details).append(...Object.entries(WORDS).map(([part, words]) => {
    const input = h("input", { type: "checkbox", checked: true, onchange: () => onchange(part, input.checked) });
    return h("label", { class: "choice", "data-part": part }, input, words);
  }));
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    one("summary", details).focus();
  });
}
