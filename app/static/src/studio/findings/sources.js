// Which part of the drawing is shown: what lies on one layer, what comes from one block.

import { h, one } from "../../common/dom.js";
import { field } from "../field.js";
import { roleText } from "../words.js";

const KINDS = { layer: ["layers", "Only the layer", "All layers"], block: ["blocks", "Only the block", "All blocks"] };

function options(kind, all, decisions, chosen) {
  const told = decisions.filter(({ count }) => count > 0).map(({ name, role, count }) => [name, `${name} (${roleText(kind, role)}, ${count.toLocaleString("en-GB")})`]);
  const isKnown = !chosen || told.some(([name]) => name === chosen);
  return [["", all], ...told, ...(isKnown ? [] : [[chosen, `${chosen} (none)`]])].map(([value, words]) => h("option", { value }, words));
}

/** Two choices in the menu of what is shown; `show(draft)` fills them. */
export function sourceFilters(details, filters) {
  const selects = Object.entries(KINDS).map(([name, [kind, label, all]]) => {
    const input = h("select", { class: "input", id: `shown-${name}`, onchange: () => filters.set({ [name]: input.value }) });
    return { name, kind, all, input, element: field(label, input) };
  });
  const note = h("span", { class: "filter-note", hidden: true });
  const fieldset = one("fieldset", details);

  function mark() {
    for (const { name, input } of selects) input.value = filters[name];
    const told = selects.map(({ name }) => filters[name]).filter(Boolean);
    note.hidden = !told.length;
    note.textContent = told.join(", ");
  }

  function show(draft) {
    for (const { name, kind, all, input, element } of selects) {
      input.replaceChildren(...options(kind, all, draft[kind], filters[name]));
      element.hidden = !draft[kind].length;
    }
    mark();
  }

  fieldset.append(...selects.map(({ element }) => element));
  one("summary", details).append(note);
  filters.listen(mark);
  return { show };
}
