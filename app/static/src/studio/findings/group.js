// The findings of one code: what it means in general, how many there are, and a table of them.

import { h } from "../../common/dom.js";
import { severityMark } from "../pins.js";
import { inWords } from "../words.js";
import { ignoreForm } from "./fixing.js";
import { Row } from "./row.js";

const STATES = ["open", "ignored", "settled"];

function counted(issues) {
  return inWords(STATES.map((state) => [state, issues.filter((issue) => issue.state === state).length])
    .filter(([, number]) => number).map(([state, number]) => `${number} ${state}`));
}

function table(code, rows) {
  const heads = ["Severity", "What and what to do", "Layer and handle"].map((words) => h("th", { scope: "col" }, words));
  return h("div", { class: "table-frame" }, h("table", { class: "findings" },
    h("caption", { class: "visually-hidden" }, `Findings ${code}`),
    h("thead", { class: "visually-hidden" }, h("tr", {}, ...heads)), h("tbody", {}, ...rows.map(({ element }) => element))));
}

export class Group {
  constructor(code, issues, panel) {
    this.rows = issues.map((issue) => new Row(issue, panel));
    const open = issues.filter((issue) => issue.state === "open");
    this.element = h("details", { class: "finding-group", "data-code": code.code },
      h("summary", {}, severityMark(code.severity), h("span", { class: "finding-code" }, code.code), h("span", { class: "small soft" }, counted(issues))),
      h("div", { class: "stack" },
        h("p", { class: "small" }, code.meaning),
        panel.editable && open.length > 1 && ignoreForm(open, panel, `Ignore all ${open.length}…`),
        table(code.code, this.rows)));
  }
}
