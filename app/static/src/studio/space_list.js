// A list of spaces from a spreadsheet (CSV): first what it would change, then all of it as one edit.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { ask } from "./ask.js";
import { note, problemNote } from "./note.js";
import { plural } from "./words.js";

const SHOWN = 200;

async function sent(planId, file, after, isTrial) {
  const form = new FormData();
  form.append("file", file);
  form.append("after", after);
  form.append("dry_run", String(isTrial));
  return api("POST", `/plans/${planId}/spaces-list`, { form });
}

const rest = (all) => all.length > SHOWN && h("p", { class: "soft small" }, `And ${all.length - SHOWN} more.`);

function table(title, head, all, cells) {
  if (!all.length) return null;
  return h("section", { class: "stack", "aria-label": title }, h("h3", {}, `${title} (${all.length})`),
    h("table", { class: "plain-table" },
      h("thead", {}, h("tr", {}, ...head.map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, ...all.slice(0, SHOWN).map((row) => h("tr", {}, ...cells(row).map((cell) => h("td", {}, cell)))))),
    rest(all));
}

const troubles = (title, rows) => table(title, ["Line", "What is wrong", "What to do"], rows, ({ line, message, advice }) => [String(line), message, advice]);

function told({ changes, zones, problems, without_place: without, elsewhere, unchanged, unknown_columns: unknown }) {
  return [
    problems.length > 0 && note("problem", `${plural(problems.length, "line")} cannot be used.`, "Nothing of the list is taken over as long as there is one. Correct them and choose the list again."),
    !problems.length && !changes.length && !zones.length && note("warning", "The list changes nothing of this plan.", "Look whether its numbers, building and floor are those of the plan."),
    troubles("Lines that cannot be used", problems),
    table("Changes", ["Line", "Space", "What"], changes, ({ line, name, what }) => [String(line), name, what.join("; ")]),
    zones.length > 0 && h("p", {}, `Zones that are drawn: ${zones.join(", ")}.`),
    troubles("Spaces that the plan does not have", without),
    unchanged > 0 && h("p", { class: "soft" }, `Nothing new in ${plural(unchanged, "line")}.`),
    elsewhere > 0 && h("p", { class: "soft" }, `About other floors: ${plural(elsewhere, "line")}.`),
    unknown.length > 0 && h("p", { class: "soft" }, `Columns that were passed over: ${unknown.join(", ")}.`),
  ].filter(Boolean);
}

/** The section with the button; `studio` is renewed when the list was taken over. */
export function listSection(studio) {
  const trouble = h("div");
  const input = h("input", { type: "file", class: "visually-hidden", id: "space-list", accept: ".csv,.txt,.tsv,text/csv", tabindex: -1, "aria-label": "List of spaces", onchange: look });
  const button = h("button", { type: "button", class: "button", onclick: () => { input.value = ""; input.click(); } }, "Choose a list (CSV)");

  async function look() {
    const [file] = input.files;
    if (!file) return;
    trouble.replaceChildren();
    const { planId } = studio.settings;
    const { number } = studio.draft.edits;
    try {
      const trial = await sent(planId, file, number, true);
      ask({
        title: `What “${file.name}” changes`, nodes: told(trial), yes: "Take it over", blocked: trial.problems.length > 0 || trial.changes.length + trial.zones.length === 0,
        run: async () => {
          const done = await sent(planId, file, number, false);
          toast(`${plural(done.changes.length, "space")} changed. One undo takes all of it back.`);
          return () => studio.renew();
        },
      });
    } catch (problem) {
      trouble.replaceChildren(problemNote(problem));
    }
  }

  return h("section", { class: "stack", "aria-labelledby": "list-title" }, h("h2", { id: "list-title" }, "List of spaces"),
    h("p", { class: "soft" }, "Names, capacities, features and more from a spreadsheet, matched by the number of each space. You see what it changes first."),
    h("div", { class: "row" }, button, input), trouble);
}
