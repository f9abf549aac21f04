// One finding in the table: what and where, what became of it, and what can be done once it is chosen.

import { h } from "../../common/dom.js";
import { severityMark } from "../pins.js";
import { SEVERITIES, dayOf } from "../words.js";
import { fixButtons, ignoreForm } from "./fixing.js";

export const isPlaced = ({ x, y }) => x !== null && y !== null;

const DONE = { ignored: "Ignored", settled: "Settled" };

/** Who said or did something about it, when, and why. */
function wordOf({ state, by, at, why }) {
  if (state === "open") return null;
  return `${DONE[state]} by ${by ?? "the operator"}, ${dayOf(at)}: ${why}`;
}

function state(issue, panel) {
  if (issue.state === "open") return null;
  const again = panel.editable && h("button", { type: "button", class: "link-button", onclick: () => panel.reopen(issue) }, "Ask again");
  return h("p", { class: "small finding-state" }, h("span", {}, wordOf(issue)), again && " ", again);
}

/** What can be done about a finding, in a row of its own below it; null where there is nothing. */
function actions(issue, panel) {
  if (issue.state !== "open" || !panel.editable) return null;
  const nodes = [...fixButtons(issue, panel), ignoreForm([issue], panel, "Ignore…")];
  return h("tr", { class: "finding-more" }, h("td", { colspan: 3 }, h("div", { class: "finding-actions stack" }, ...nodes)));
}

export class Row {
  constructor(issue, panel) {
    Object.assign(this, { issue, panel });
    this.button = h("button", { type: "button", class: "finding-open", "aria-expanded": "false", onclick: () => panel.open(issue) }, issue.message);
    this.element = h("tr", { "data-issue": issue.number, "data-state": issue.state, class: isPlaced(issue) ? "placed" : null, onclick: (event) => this.#clicked(event) },
      h("td", { class: "severity-cell" }, severityMark(issue.severity), h("span", { class: "visually-hidden" }, SEVERITIES[issue.severity])),
      h("td", {}, this.button, h("p", { class: "small soft" }, issue.advice), state(issue, panel)),
      h("td", { class: "small where-cell" }, issue.layer && h("span", { class: "layer-name" }, issue.layer), issue.handle && h("span", { class: "soft" }, `#${issue.handle}`)));
  }

  choose(isChosen) {
    this.element.dataset.chosen = String(isChosen);
    this.button.setAttribute("aria-expanded", String(isChosen));
    if (!isChosen) this.actions?.remove();
    else if (!this.actions?.isConnected) {
      this.actions = actions(this.issue, this.panel);
      if (this.actions) this.element.after(this.actions);
    }
  }

  #clicked({ target }) {
    if (!target.closest("button, input, form, label")) this.panel.open(this.issue);
  }
}
