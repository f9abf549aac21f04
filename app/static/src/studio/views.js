// The drawings on one sheet: which of them is read as the floor, and a choice where there are several.

import { h } from "../common/dom.js";
import { note } from "./note.js";
import { inWords, metres } from "./words.js";

const KINDS = {
  floor_plan: "Floor plan", ceiling_plan: "Ceiling plan", roof_plan: "Roof plan", site_plan: "Site plan", technical_plan: "Technical plan",
  elevation: "Elevation", section: "Section", detail: "Detail", schedule: "Table", legend: "Legend", title_block: "Title block",
};
// What belongs to the paper and not to the building: nobody asks why it is no floor.
const PAPER = new Set(["title_block", "legend", "schedule"]);
const ALL = "all";

const kindText = (kind) => KINDS[kind] ?? String(kind).replaceAll("_", " ");
const isFloor = ({ kind }) => kind === "floor_plan";

function sizeOf({ extent_m: [minX, minY, maxX, maxY] }) {
  return `${metres(maxX - minX)} by ${metres(maxY - minY)}`;
}

function row(view) {
  return h("tr", { "data-view": view.name, "data-chosen": String(view.chosen) },
    h("th", { scope: "row" }, view.name), h("td", {}, kindText(view.kind)), h("td", {}, view.chosen ? "Read" : "Left out"), h("td", { class: "small soft" }, sizeOf(view)));
}

function table(views) {
  return h("details", { class: "evidence" }, h("summary", {}, `All ${views.length} drawings on the sheet`),
    h("table", { class: "plain-table" },
      h("thead", {}, h("tr", {}, ...["Name", "Kind", "", "Size"].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, ...views.map(row))));
}

function choice(views, now, isOpen, apply, canBeAll = true) {
  const label = (view) => (isFloor(view) ? view.name : `${view.name} (${kindText(view.kind).toLowerCase()})`);
  const select = h("select", { class: "input", id: "view" },
    ...views.map((view) => h("option", { value: view.name }, label(view))),
    canBeAll && h("option", { value: ALL }, "Everything, as one floor"));
  select.value = now;
  const button = h("button", { type: "button", class: "button", onclick: () => apply({ view: select.value }) }, "Read this one");
  return h("details", { open: isOpen }, h("summary", {}, "Read another"),
    h("div", { class: "row unit-choice" }, h("label", { for: "view", class: "visually-hidden" }, "Drawing to read"), select, button));
}

/** Where only the paper's own things were left out: one line, with all the rest folded into it. */
function paperNote(views, now, editable, apply) {
  const kinds = [...new Set(views.filter((view) => !view.chosen).map((view) => kindText(view.kind).toLowerCase()))];
  return h("details", { id: "views-section" }, h("summary", {}, `Left out of the sheet: ${inWords(kinds)}`),
    h("div", { class: "stack" }, table(views), editable && choice(views, now, false, apply)));
}

/** The section about the drawings on a sheet; null for a drawing that is one plan.
    `apply({view})` reads the drawing again. */
export function viewsSection({ draft, editable, apply }) {
  const { views } = draft;
  if (!views?.length) return null;
  const chosen = views.filter((view) => view.chosen);
  const floors = views.filter(isFloor);
  const isAll = chosen.length === views.length && views.length > 1;
  const doubt = floors.length > 1 && !draft.profile?.view;
  if (chosen.length === 1 && isFloor(chosen[0]) && views.every((view) => view.chosen || PAPER.has(view.kind))) {
    return paperNote(views, chosen[0].name, editable, apply);
  }
  const names = isAll ? "everything" : inWords(chosen.map((view) => view.name));
  return h("section", { class: "stack", "aria-labelledby": "views-title", id: "views-section" },
    h("h2", { id: "views-title" }, "Drawings on the sheet"),
    doubt
      ? note("warning", `The sheet shows ${floors.length} floor plans. “${names}” is read.`, "Each becomes a floor of its own: choose the one that belongs here.",
        editable && h("button", { type: "button", class: "button primary", onclick: () => apply({ view: names }) }, `Confirm ${names}`))
      : h("p", {}, "Read is ", h("strong", {}, names), isAll ? ", as one floor." : ". What else is on the sheet was left out."),
    // Pages of a PDF are pictures: several do not make one.
    editable && choice(views, isAll ? ALL : chosen[0]?.name, doubt, apply, !draft.underlay),
    table(views));
}
