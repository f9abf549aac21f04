// Findings as pins on the drawing: a shape and a colour for each severity, with what happened and
// what to do once one is chosen.

import { h, s } from "../common/dom.js";
import { SEVERITIES } from "./words.js";

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

/** What a pin says: what happened, what to do, and who said that nothing has to be done. */
function card({ severity, message, advice, code, state, why }) {
  return h("div", { class: "pin-card" },
    h("p", { class: "small" }, severityMark(severity), " ", SEVERITIES[severity] ?? severity, state && state !== "open" ? `, ${state}` : ""),
    h("p", {}, h("strong", {}, message)), h("p", { class: "small" }, advice),
    why && h("p", { class: "small" }, why), h("code", { class: "code" }, code));
}

function pinOf(issue) {
  const className = issue.state && issue.state !== "open" ? "pin done" : "pin";
  const icon = L.divIcon({ className, html: severityMark(issue.severity), iconSize: [SIZE_PX, SIZE_PX] });
  const pin = L.marker([issue.y, issue.x], { icon, keyboard: false, riseOnHover: true, zIndexOffset: issue.severity === "error" ? 200 : 0 });
  // The map is moved by whoever leads here; the card does not push it.
  return pin.bindPopup(() => card(issue), { autoPan: false, closeButton: true, className: "pin-popup", offset: [0, -SIZE_PX / 4], maxWidth: 280 });
}

/** `show(issues)` puts them on the map; the table is the way for the keyboard. */
export function makePins(map, onclick) {
  const group = L.layerGroup().addTo(map);
  let pins = new Map();
  let chosen = null;

  function show(issues) {
    group.clearLayers();
    pins = new Map();
    for (const issue of issues.filter((each) => each.x !== null && each.y !== null)) {
      const pin = pinOf(issue);
      pin.on("click", () => onclick(issue));
      pins.set(issue.number, pin.addTo(group));
      if (issue.segment) lineAcross(issue).addTo(group);
    }
    mark();
  }

  function mark() {
    for (const [own, pin] of pins) pin.getElement()?.classList.toggle("chosen", own === chosen);
  }

  function choose(number) {
    chosen = number;
    mark();
    if (map.hasLayer(group)) pins.get(number)?.openPopup();
  }

  return { show, choose, toggle: (on) => (on ? group.addTo(map) : group.remove()) };
}
