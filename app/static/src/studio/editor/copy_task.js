// Spaces of another floor, shown where they would lie before they are copied.

import { h } from "../../common/dom.js";
import { choiceEntry, formRow, ownForm, submitButton } from "./entries.js";
import { ringsOf } from "./shapes.js";
import { countedSpaces, kindName } from "./words.js";

const USUAL = ["desk"];

function kindBoxes(kinds, onchange) {
  const boxes = kinds.map((kind) => [kind, h("input", { type: "checkbox", checked: USUAL.includes(kind), onchange })]);
  return {
    element: h("fieldset", { class: "edit-features" }, h("legend", { class: "label" }, "What"),
      h("div", { class: "chips" }, ...boxes.map(([kind, box]) => h("label", { class: "chip" }, box, kindName(kind))))),
    value: () => boxes.filter(([, box]) => box.checked).map(([kind]) => kind),
  };
}

export function copyTask(editor) {
  const { otherPlans, categories } = editor.studio.settings;
  const from = choiceEntry("copy-from", "From the floor", otherPlans.map(({ id, name }) => [id, name]), { onchange: look });
  const kinds = kindBoxes(Object.keys(categories), look);
  const named = h("input", { type: "checkbox", checked: true, onchange: look });
  const said = h("p", { class: "small", role: "status" });
  const go = submitButton("Copy them", { disabled: true });
  let asked = 0;

  const wanted = () => ({ source: from.value(), kinds: kinds.value(), named: named.checked });

  function show(added) {
    editor.ghosts.show({ areas: added.map(({ geometry }) => ringsOf(geometry)) });
    said.textContent = `${countedSpaces(added.map(({ properties }) => properties))}, where the map shows them. Once copied they can be moved together.`;
  }

  async function look() {
    asked += 1;
    const own = asked;
    go.disabled = true;
    editor.ghosts.clear();
    said.textContent = kinds.value().length ? "" : "Choose what to copy.";
    if (!kinds.value().length) return;
    try {
      const { added } = await editor.log.lookAtCopy(wanted());
      if (own !== asked) return;
      go.disabled = false;
      show(added);
    } catch (problem) {
      if (own === asked) said.textContent = `${problem.message} ${problem.advice}`;
    }
  }

  async function copy() {
    if (!go.disabled && await editor.copy(wanted())) editor.panel.close();
  }

  look();
  return {
    title: "Copy from another floor",
    fits: () => true,
    first: from.input,
    end: () => { asked += 1; },
    nodes: [ownForm(copy, formRow(from.element), kinds.element, h("label", { class: "choice" }, named, "With their numbers and names"), said, formRow(go))],
  };
}
