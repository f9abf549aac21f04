// How exactly a drawing is drawn: a dial for each tolerance, with the plan redrawn as it is turned.

import { h } from "../common/dom.js";

const CENTIMETRES_BELOW_M = 1;

/** "15 cm", "1.30 m". */
export function lengthText(value) {
  return value < CENTIMETRES_BELOW_M ? `${Math.round(value * 100)} cm` : `${value.toFixed(2)} m`;
}

function dial({ name, label, usual_m: usual, least_m: least, most_m: most, step_m: step, about }, value, editable, turn) {
  const id = `tolerance-${name}`;
  const output = h("output", { for: id, class: "tolerance-value" });
  const input = h("input", { type: "range", id, min: least, max: most, step, value, disabled: !editable,
    "aria-describedby": `${id}-about`, oninput: () => { tell(); turn(name, Number(input.value)); } });
  const reset = h("button", { type: "button", class: "button quiet", "aria-label": `${label}: as usual`,
    onclick: () => { input.value = usual; tell(); turn(name, usual); input.focus(); } }, "As usual");

  function tell() {
    const now = Number(input.value);
    const words = lengthText(now);
    output.value = words;
    input.setAttribute("aria-valuetext", words);
    reset.hidden = !editable || Math.abs(now - usual) < step / 2;
  }

  tell();
  return h("li", { class: "stack", "data-tolerance": name },
    h("label", { for: id }, label),
    h("div", { class: "row tolerance-row" }, input, output, reset),
    h("p", { class: "small soft", id: `${id}-about` }, about));
}

/** The section about tolerances; `turn({tolerances})` reads the drawing again soon, with the last value. */
export function tolerancesSection({ draft, tolerances, editable, turn }) {
  if (!tolerances?.length || !["dxf", "dwg"].includes(draft.format)) return null;
  const said = draft.profile?.tolerances ?? {};
  return h("section", { class: "stack", "aria-labelledby": "tolerances-title", id: "tolerances-section" },
    h("h2", { id: "tolerances-title" }, "Tolerances"),
    editable && h("p", { class: "soft" }, "The plan is redrawn as you turn."),
    h("ul", { class: "tolerance-list" }, ...tolerances.map((each) =>
      dial(each, said[each.name] ?? each.usual_m, editable, (name, value) => turn({ tolerances: { [name]: value } })))));
}
