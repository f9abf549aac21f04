// Saying what a place is, whatever the comparison says: from a list, or by a click on the map.

import { h } from "../../common/dom.js";
import { toast } from "../../common/toast.js";
import { problemNote } from "../note.js";
import { choicesFor, goneOf, nearestTo, sayingOf, takingBack } from "./choices.js";
import { nameOf } from "./row.js";

const MARK_PX = 7;

const button = (words, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, words);

/** Circles where the candidates are, while one is picked; returns what takes them away. */
function mark(map, choices) {
  const L = window.L;
  const dots = choices.filter(({ at }) => at).map(({ at: [x, y], name }) =>
    L.circleMarker([y, x], { radius: MARK_PX, className: "former-place", interactive: false }).bindTooltip(name || ""));
  const group = L.layerGroup(dots).addTo(map);
  return () => group.remove();
}

/** A row below the row of a change. `studio` has map, draft and preview; `say(action)` does it. */
export function overruleRow(change, { studio, picking, say, close }) {
  const { question, choices } = choicesFor(change, studio.preview.changes);
  const atOf = (key) => studio.panels.editor.spaces.ats([key])[0];
  const trouble = h("div");
  const select = h("select", { class: "input", "aria-label": `${question}, for ${nameOf(change)}` },
    ...choices.map(({ value, words }) => h("option", { value }, words)));

  async function run(action) {
    try {
      await say(action);
    } catch (problem) {
      // When others edited meanwhile, the list was made anew.
      if (trouble.isConnected) trouble.replaceChildren(problemNote(problem));
      else toast(`${problem.message} ${problem.advice ?? ""}`);
    }
  }

  async function pick() {
    const clear = mark(studio.map, choices);
    const point = await picking.pick(`${question} …`, studio.draft);
    clear();
    const found = point && nearestTo(point, choices);
    if (found) select.value = found.value;
    select.focus();
  }

  const canBeGone = change.space_id && change.change !== "gone";
  return h("tr", { class: "overrule-row" }, h("td", { colspan: 3 }, h("div", { class: "stack overrule-form" },
    choices.length ? h("label", { class: "field" }, h("span", { class: "label" }, question), select) : h("p", { class: "soft" }, "There is no place of this kind that it could be."),
    h("div", { class: "row" },
      choices.length > 0 && button("Say so", () => run(sayingOf(change, select.value, atOf)), "primary"),
      choices.some(({ at }) => at) && button("Pick on the map", pick),
      canBeGone && button(`${change.old_name ?? nameOf(change)} is gone`, () => run(goneOf(change))),
      change.said && button("Take back", () => run(takingBack(change, atOf))),
      button("Leave it", close, "quiet")),
    trouble)));
}
