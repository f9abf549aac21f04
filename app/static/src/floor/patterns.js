// A status is told by pattern and by mark as well as by colour. Patterns and marks are drawn once
// as SVG definitions; the style sheet colours them, so they follow the theme, and says which status
// has which.

import { s } from "../common/dom.js";

function hatch(id, size, turn, ...strokes) {
  const ground = s("rect", { width: size, height: size, class: "ground" });
  return s(
    "pattern",
    { id: `pattern-${id}`, class: `pattern ${id}`, width: size, height: size,
      patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` },
    ground,
    ...strokes,
  );
}

const line = (x1, y1, x2, y2) => s("line", { x1, y1, x2, y2, class: "stroke" });

/** Put the patterns into the page, once: map, list and legend all refer to them. */
export function definePatterns() {
  if (document.getElementById("pattern-taken")) return;
  document.body.append(s("svg", { class: "pattern-sheet", "aria-hidden": "true" }, definitions()));
}

function definitions() {
  return s(
    "defs",
    {},
    hatch("taken", 6, 45, line(0, 0, 0, 6)),
    hatch("occupied", 5, 45, line(0, 0, 0, 5), line(0, 0, 5, 0)),
    hatch("assigned", 6, 0, line(0, 3, 6, 3)),
    hatch("closed", 8, 0, line(0, 0, 8, 8), line(8, 0, 0, 8)),
    hatch("asked", 7, 0, line(3.5, 0, 3.5, 3.5)),
    hatch("not_for_you", 6, 0, s("circle", { cx: 3, cy: 3, r: 1.2, class: "dot" })),
  );
}

const MARKS = {
  free: () => [s("circle", { r: 4.2, class: "open" })],
  yours: () => [s("path", { d: "M0-5.2 1.5-1.7 5.2-1.4 2.4 1 3.3 4.7 0 2.7-3.3 4.7-2.4 1-5.2-1.4-1.5-1.7Z", class: "solid" })],
  taken: () => [s("path", { d: "M-3.6-3.6 3.6 3.6M3.6-3.6-3.6 3.6", class: "open" })],
  occupied: () => [s("circle", { cy: -2.2, r: 2.4, class: "solid" }), s("path", { d: "M-4.4 4.8a4.4 4 0 0 1 8.8 0Z", class: "solid" })],
  assigned: () => [s("path", { d: "M-3.2-5H3.2V5L0 2.2-3.2 5Z", class: "solid" })],
  closed: () => [s("path", { d: "M-4.4 0H4.4", class: "open" })],
  asked: () => [s("path", { d: "M-3.6-5H3.6M-3.6 5H3.6M-2.8-5C-2.8-1.6 2.8 1.6 2.8 5M2.8-5C2.8-1.6-2.8 1.6-2.8 5", class: "open thin" })],
  not_for_you: () => [s("path", { d: "M0-4.6 4.6 0 0 4.6-4.6 0Z", class: "open" })],
};

/** The small drawing that stands for a status, centred on 0,0 and about 10 units wide. */
export function mark(status) {
  const draw = MARKS[status];
  return draw ? s("g", { class: `mark ${status}` }, ...draw()) : null;
}

/** The small bolt beside the mark of a place where a car can be charged, as large as a mark. */
export function bolt() {
  return s("path", { class: "bolt", d: "M1.6-5.4-3.4.8H-.5L-1.4 5.4 3.4-1H.6Z" });
}

/** The bolt for legends, as wide as a sample. */
export const boltSample = () => s("svg", { class: "sample", viewBox: "-11 -8 22 16", "aria-hidden": "true" }, bolt());

/** A sample for legends and lists: the fill of the status with its mark. */
export function sample(status) {
  const shape = s("rect", { x: -11, y: -8, width: 22, height: 16, rx: 2.5, class: "place", "data-status": status });
  return s("svg", { class: "sample", viewBox: "-11 -8 22 16", "aria-hidden": "true" }, shape, mark(status));
}
