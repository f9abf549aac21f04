// What was mended in the drawing: how often, how far, and a switch for each repair.

import { h } from "../common/dom.js";

function item({ name, about, sentence, applied }, editable, apply) {
  const input = h("input", { type: "checkbox", checked: applied, disabled: !editable, "aria-describedby": `repair-${name}`,
    onchange: () => { input.disabled = true; apply({ repairs: { [name]: input.checked } }); } });
  return h("li", { "data-repair": name, "data-applied": String(applied) },
    h("label", { class: "choice" }, input, about),
    h("p", { class: "small soft", id: `repair-${name}` }, sentence));
}

/** The section about repairs; `apply({repairs})` reads the drawing again without or with one. */
export function repairsSection({ draft, editable, apply }) {
  if (!draft.repairs?.length) return null;
  return h("section", { class: "stack", "aria-labelledby": "repairs-title" },
    h("h2", { id: "repairs-title" }, "Repairs"),
    editable && h("p", { class: "soft" }, "The drawing was taken for a little more than it says. Switch a repair off to see the plan without it."),
    h("ul", { class: "repair-list" }, ...draft.repairs.map((repair) => item(repair, editable, apply))));
}
