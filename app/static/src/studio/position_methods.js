// The ways in which a position can be known, one of them chosen.

import { h } from "../common/dom.js";

const METHODS = [
  ["geodata", "As the drawing itself says", "The file carries its own position (GEODATA)."],
  ["like_floor", "On another floor of the building", "By stairs, lifts, shafts, columns and the outer edge, whatever origin the drawing has."],
  ["same_as_building", "Like the building's other floors", "For drawings with the same origin: laid over the plan that was published last."],
  ["point_and_bearing", "One point and a bearing", "A place that you know, and where the top of the drawing looks."],
  ["control_points", "Three or more points", "The best: how well they agree is proven in metres."],
  ["world_file", "By a world file", "The small file with six numbers that came with the drawing."],
  ["assumed", "Nobody knows yet", "At the site's position, north up. It can be put right later."],
];
const BEST = "control_points";

function choice([method, words, hint], { hasGeodata, onchange }) {
  const isAbsent = method === "geodata" && hasGeodata === false;
  const input = h("input", { type: "radio", name: "method", value: method, disabled: isAbsent, onchange });
  const reason = isAbsent ? "This file carries none." : hint;
  return { input, element: h("label", { class: "method" }, input, h("span", {}, words, h("span", { class: "small soft" }, reason))) };
}

/** The choice, `known` first where it can be had; `chosen()` is its method. */
export function makeMethods({ known, hasGeodata, onchange }) {
  const choices = METHODS.map((each) => choice(each, { hasGeodata, onchange }));
  const inputs = choices.map(({ input }) => input);
  const first = inputs.find((input) => input.value === known && !input.disabled) ?? inputs.find((input) => input.value === BEST);
  first.checked = true;
  const element = h("fieldset", { class: "methods" }, h("legend", {}, "How it is known"), ...choices.map((each) => each.element));
  return { element, chosen: () => inputs.find((input) => input.checked).value };
}
