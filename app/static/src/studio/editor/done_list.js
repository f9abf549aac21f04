// Who did what to this draft, the last first; what found no place on it says so.

import { h } from "../../common/dom.js";
import { problemNote } from "../note.js";

const TIME = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function row({ what, by, at, undone, lost, undone_by: undoneBy }) {
  return h("li", { "data-undone": String(undone) }, h("div", {},
    h("span", {}, undone ? h("s", {}, what) : what),
    h("span", { class: "small soft" }, `${by ?? "The operator"}, ${TIME.format(new Date(at))}${undone ? `, taken back by ${undoneBy ?? "the operator"}` : ""}`),
    lost && h("span", { class: "small trouble" }, `It has no effect: ${lost}`)));
}

let isOpen = false;

/** Asked for when it is looked at. */
export function doneList(editor) {
  const list = h("ol", { class: "history" });

  async function fill() {
    isOpen = details.open;
    if (!isOpen) return;
    try {
      const { edits } = await editor.log.list();
      list.replaceChildren(...[...edits].reverse().map(row));
      if (!edits.length) list.replaceChildren(h("li", { class: "soft" }, "Nothing yet."));
    } catch (problem) {
      list.replaceChildren(h("li", {}, problemNote(problem)));
    }
  }

  const details = h("details", { open: isOpen, ontoggle: fill }, h("summary", {}, "What was done"), list);
  return details;
}
