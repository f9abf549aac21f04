// The table of findings beside the drawing: filtered by severity and code, each row leads to its pin.

import { h, one } from "../common/dom.js";
import { severityMark } from "./pins.js";
import { SEVERITIES, plural } from "./words.js";

const SHOWN_AT_ONCE = 200;
const ORDER = ["error", "warning", "info"];

function sorted(issues) {
  return [...issues].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.number - b.number);
}

function row(issue, onopen) {
  const placed = issue.x !== null && issue.y !== null;
  const title = placed
    ? h("button", { type: "button", class: "finding-open", onclick: () => onopen(issue) }, issue.message)
    : h("span", { class: "finding-title" }, issue.message);
  return h("tr", { "data-issue": issue.number, class: placed ? "placed" : null, onclick: (event) => { if (placed && !event.target.closest("button")) onopen(issue); } },
    h("td", { class: "severity-cell" }, severityMark(issue.severity), h("span", { class: "visually-hidden" }, SEVERITIES[issue.severity])),
    h("td", {}, title, h("p", { class: "small soft" }, issue.advice), h("code", { class: "code" }, issue.code)),
    h("td", { class: "small where-cell" }, issue.layer && h("span", { class: "layer-name" }, issue.layer), issue.handle && h("span", { class: "soft" }, `#${issue.handle}`)));
}

/** Which findings are wanted, by severity and code; `onchange()` when a person changed it. */
function makeFilters(issues, onchange) {
  const countOf = (name, value) => issues.filter((issue) => issue[name] === value).length;
  const boxes = new Map(ORDER.filter((severity) => countOf("severity", severity)).map((severity) =>
    [severity, h("input", { type: "checkbox", checked: true, onchange })]));
  const codes = [...new Set(issues.map((issue) => issue.code))].sort();
  const code = h("select", { class: "input", id: "finding-code", onchange },
    h("option", { value: "" }, "All codes"), ...codes.map((each) => h("option", { value: each }, `${each} (${countOf("code", each)})`)));
  const chips = [...boxes].map(([severity, box]) =>
    h("label", { class: "chip" }, box, severityMark(severity), plural(countOf("severity", severity), SEVERITIES[severity])));
  return {
    elements: [
      h("div", { class: "chips", role: "group", "aria-label": "Severity" }, ...chips),
      h("div", { class: "field" }, h("label", { for: code.id }, "Code"), code),
    ],
    wanted: (issue) => boxes.get(issue.severity).checked && (!code.value || issue.code === code.value),
    reset() {
      for (const box of boxes.values()) box.checked = true;
      code.value = "";
    },
  };
}

function table(body) {
  const heads = ["Severity", "What and what to do", "Layer and handle"].map((words) => h("th", { scope: "col" }, words));
  return h("div", { class: "table-frame" }, h("table", { class: "findings" },
    h("caption", { class: "visually-hidden" }, "Findings"),
    h("thead", { class: "visually-hidden" }, h("tr", {}, ...heads)), body));
}

/** Fills a panel with the issues; `onopen(issue)` when one is chosen. */
export function findingsPanel(panel, issues, onopen) {
  if (!issues.length) {
    panel.replaceChildren(h("p", { class: "soft" }, "Nothing to remark: the drawing was understood without a question."));
    return { reveal() {} };
  }
  const all = sorted(issues);
  const body = h("tbody");
  const more = h("button", { type: "button", class: "button wide", hidden: true, onclick: () => { limit = Infinity; fill(); } });
  const filters = makeFilters(all, fill);
  const rowOf = (number) => one(`[data-issue="${number}"]`, body);
  let limit = SHOWN_AT_ONCE;

  function fill() {
    const shown = all.filter(filters.wanted);
    body.replaceChildren(...shown.slice(0, limit).map((issue) => row(issue, onopen)));
    if (!shown.length) body.append(h("tr", {}, h("td", { colspan: 3, class: "soft" }, "Nothing of this kind.")));
    more.hidden = shown.length <= limit;
    more.textContent = `Show the other ${shown.length - limit}`;
  }

  /** Bring one finding's row into view, whatever the filters say. */
  function reveal(number) {
    if (!rowOf(number)) {
      filters.reset();
      limit = Infinity;
      fill();
    }
    for (const each of body.children) each.dataset.chosen = String(Number(each.dataset.issue) === number);
    rowOf(number)?.scrollIntoView({ block: "nearest" });
  }

  panel.replaceChildren(...filters.elements, table(body), more);
  fill();
  return { reveal };
}
