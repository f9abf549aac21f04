// The row of controls above the findings: severity, words, code, layer, state and order.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { severityMark } from "../pins.js";
import { SEVERITIES, plural } from "../words.js";
import { SEVERITY_ORDER, SORT_WORDS, STATE_WORDS } from "./filters.js";
import { several } from "./several.js";

const TYPING_MS = 200;

function chips(findings, filters) {
  const countOf = (severity) => findings.filter((issue) => issue.severity === severity).length;
  return SEVERITY_ORDER.filter(countOf).map((severity) => {
    const input = h("input", { type: "checkbox", onchange: () => filters.setSeverity(severity, input.checked) });
    return { severity, input, element: h("label", { class: "chip" }, input, severityMark(severity), plural(countOf(severity), SEVERITIES[severity])) };
  });
}

function choice(filters, name, label, options) {
  const input = h("select", { class: "input", id: `finding-${name}`, onchange: () => filters.set({ [name]: input.value }) },
    ...options.map(([value, words]) => h("option", { value }, words)));
  return { element: field(label, input), refresh: () => { input.value = filters[name]; } };
}

function search(filters) {
  let waiting = 0;
  const input = h("input", { class: "input", id: "finding-find", type: "search", autocomplete: "off", oninput: () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => filters.set({ find: input.value }), TYPING_MS);
  } });
  return { element: field("Search", input), refresh: () => { if (input.value !== filters.find) input.value = filters.find; } };
}

/** Any of several values; what a link names and is gone is kept. */
function anyOf(filters, name, label, all, options) {
  const own = several({ id: `finding-${name}`, label, all, onchange: (values) => filters.set({ [name]: values }) });
  return { element: own.element, refresh: () => own.show(options, filters[name]) };
}

/** Returns {elements, refresh()}; refresh shows in the controls what is wanted. */
export function filterControls({ findings, codes }, filters) {
  const layers = [...new Set(findings.map(({ layer }) => layer).filter(Boolean))].sort();
  const severities = chips(findings, filters);
  const count = ({ open, ignored, settled }) => open + ignored + settled;
  const fields = [
    search(filters),
    anyOf(filters, "code", "Code", "All codes", codes.map((each) => [each.code, `${each.code} (${count(each)})`])),
    anyOf(filters, "layer", "Layer", "All layers", layers.map((layer) => [layer, layer])),
    choice(filters, "state", "State", Object.entries(STATE_WORDS)),
    choice(filters, "sort", "Order", Object.entries(SORT_WORDS)),
  ];
  const reset = h("button", { type: "button", class: "button quiet", onclick: () => filters.reset() }, "Show all findings");

  function refresh() {
    for (const { severity, input } of severities) input.checked = filters.severities.has(severity);
    for (const each of fields) each.refresh();
    reset.hidden = !filters.isNarrow;
  }

  refresh();
  return {
    refresh,
    elements: [
      h("div", { class: "chips", role: "group", "aria-label": "Severity" }, ...severities.map(({ element }) => element)),
      h("div", { class: "finding-filters" }, ...fields.map(({ element }) => element)), reset,
    ],
  };
}
