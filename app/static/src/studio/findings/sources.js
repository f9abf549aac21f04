// Which part of the drawing is shown: what lies on some layers, what comes from some blocks.

import { h, one } from "../../common/dom.js";
import { roleText } from "../words.js";
import { several } from "./several.js";

const KINDS = { layer: ["layers", "Only the layers", "All layers"], block: ["blocks", "Only the blocks", "All blocks"] };

const optionsOf = (kind, decisions) => decisions.filter(({ count }) => count > 0)
  .map(({ name, role, count }) => [name, `${name} (${roleText(kind, role)}, ${count.toLocaleString("en-GB")})`]);

/** Two choices in the menu of what is shown; `show(draft)` fills them. */
export function sourceFilters(details, filters) {
  const choices = Object.entries(KINDS).map(([name, [kind, label, all]]) =>
    ({ name, kind, options: [], ...several({ id: `shown-${name}`, label, all, onchange: (values) => filters.set({ [name]: values }) }) }));
  const note = h("span", { class: "filter-note", hidden: true });

  function mark() {
    for (const each of choices) each.show(each.options, filters[each.name]);
    const told = choices.flatMap(({ name }) => filters[name]);
    note.hidden = !told.length;
    note.textContent = told.length > 2 ? `${told.length} chosen` : told.join(", ");
  }

  function show(draft) {
    for (const each of choices) each.options = optionsOf(each.kind, draft[each.kind]);
    mark();
  }

  one("fieldset", details).append(...choices.map(({ element }) => element));
  one("summary", details).append(note);
  filters.listen(mark);
  return { show };
}
