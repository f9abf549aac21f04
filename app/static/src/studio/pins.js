// Findings as pins on the drawing: a shape and a colour for each severity.

import { s } from "../common/dom.js";

const L = window.L;
const SIZE_PX = 22;
const SHAPES = {
  error: () => s("path", { d: "M-4-10H4L10-4V4L4 10H-4L-10 4V-4Z" }),
  warning: () => s("path", { d: "M0-10 11 9H-11Z" }),
  info: () => s("circle", { r: 9 }),
};
const SIGNS = { error: "M-3.5-3.5 3.5 3.5M3.5-3.5-3.5 3.5", warning: "M0-3.5V2.500M0 5.800V6", info: "M0-4.500V-4.300M0-1.500V4.500" };

/** The small drawing of a severity, for map and table. */
export function severityMark(severity) {
  const known = SHAPES[severity] ? severity : "info";
  return s("svg", { class: `severity ${known}`, viewBox: "-12 -12 24 24", "aria-hidden": "true" },
    SHAPES[known](), s("path", { class: "sign", d: SIGNS[known] }));
}

/** The line that would settle a finding, from one side of a gap to the other. */
function lineAcross({ segment: [x0, y0, x1, y1], severity }) {
  const known = SHAPES[severity] ? severity : "info";
  return L.polyline([[y0, x0], [y1, x1]], { className: `finding-line severity-of ${known}`, interactive: false, noClip: true, smoothFactor: 0 });
}

/** `show(issues)` puts them on the map; the table is the way for the keyboard. */
export function makePins(map, onclick) {
  const group = L.layerGroup().addTo(map);
  let pins = new Map();

  function show(issues) {
    group.clearLayers();
    pins = new Map();
    for (const issue of issues.filter((each) => each.x !== null && each.y !== null)) {
      const icon = L.divIcon({ className: "pin", html: severityMark(issue.severity), iconSize: [SIZE_PX, SIZE_PX] });
      const pin = L.marker([issue.y, issue.x], { icon, keyboard: false, riseOnHover: true, zIndexOffset: issue.severity === "error" ? 200 : 0 });
      pin.on("click", () => onclick(issue));
      pins.set(issue.number, pin.addTo(group));
      if (issue.segment) lineAcross(issue).addTo(group);
    }
  }

  function choose(number) {
    for (const [own, pin] of pins) pin.getElement()?.classList.toggle("chosen", own === number);
  }

  return { show, choose, toggle: (on) => (on ? group.addTo(map) : group.remove()) };
}
