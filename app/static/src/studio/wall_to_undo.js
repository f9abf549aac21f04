// A drawing that was refused with a wall that somebody drew is read again without it.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { toast } from "../common/toast.js";

/** Resolves to a button that takes back the edit which made the drawing refused, or to null where none
    did; `undone()` is called when it is taken back. */
export async function wallToUndo(path, undone) {
  // Why the drawing was refused is told in any case.
  const { number, can_undo: canUndo, edits } = await api("GET", `${path}/edits`).catch(() => ({}));
  if (!canUndo) return null;
  const last = edits.find((edit) => edit.number === number);

  async function undo() {
    button.disabled = true;
    try {
      await api("POST", `${path}/edits/undo`, { body: { after: number } });
      await undone();
    } catch (problem) {
      button.disabled = false;
      toast(`${problem.message} ${problem.advice ?? ""}`);
    }
  }

  const button = h("button", { type: "button", class: "button primary", title: last.what, onclick: undo }, "Take the last wall back");
  return button;
}
