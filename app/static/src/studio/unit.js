// The drawing's unit, with the evidence for it; a person confirms it or knows better.

import { h } from "../common/dom.js";
import { note } from "./note.js";
import { unitText, witnessText } from "./words.js";

function evidence(units) {
  const rows = units.evidence.map((each) => h("tr", {},
    h("th", { scope: "row" }, witnessText(each.source)), h("td", {}, unitText(each.says)), h("td", { class: "small soft" }, each.detail)));
  return h("details", { class: "evidence" }, h("summary", {}, "The evidence"),
    h("table", { class: "plain-table" },
      h("thead", {}, h("tr", {}, ...["Witness", "Says", "Why"].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, ...rows)));
}

/** Why the unit is this one. A header that says another is told of: people look there first. */
function reason({ certain, name, evidence: told }, said) {
  if (said) return "A person said so.";
  if (!certain) return "The evidence is split.";
  const headers = told.filter(({ source }) => source === "header");
  const isAlone = headers.length > 0 && !headers.some(({ says }) => says === name);
  return isAlone ? "The file's header says otherwise, but what is drawn is proof enough." : "The evidence agrees.";
}

/** The section about the unit; `apply({units})` reads the drawing again. */
export function unitSection({ draft, units, editable, apply }) {
  const now = draft.units;
  const said = draft.profile?.units;
  const select = h("select", { class: "input", id: "unit" }, ...units.map((unit) => h("option", { value: unit }, unitText(unit))));
  select.value = now.name;
  const button = h("button", { type: "button", class: "button", onclick: () => apply({ units: select.value }) }, "Use this unit");
  const doubt = !now.certain && !said;
  return h("section", { class: "stack", "aria-labelledby": "unit-title", id: "unit-section" },
    h("h2", { id: "unit-title" }, "Unit"),
    doubt
      ? note("warning", `The drawing is probably in ${unitText(now.name)}.`, "The evidence is split; look at a door or a desk with the scale on the map, then confirm.",
        editable && h("button", { type: "button", class: "button primary", onclick: () => apply({ units: now.name }) }, `Confirm ${unitText(now.name)}`))
      : h("p", {}, "The drawing is in ", h("strong", {}, unitText(now.name)), `. ${reason(now, said)}`),
    editable && h("details", { open: doubt }, h("summary", {}, "Use another unit"),
      h("div", { class: "row unit-choice" }, h("label", { for: "unit", class: "visually-hidden" }, "Unit of the drawing"), select, button)),
    now.evidence.length > 0 && evidence(now));
}
