// The editor's side: undo, what is chosen and what can be done to it, the list of spaces, zones, and
// what was done.

import { announce } from "../../common/announce.js";
import { h } from "../../common/dom.js";
import { toast } from "../../common/toast.js";
import { problemNote } from "../note.js";
import { copyTask } from "./copy_task.js";
import { drawTask } from "./draw_task.js";
import { doneList } from "./done_list.js";
import { moveTask } from "./move_task.js";
import { numberTask } from "./number_task.js";
import { propertiesForm } from "./properties.js";
import { rowsTask } from "./rows_task.js";
import { SpaceTable } from "./space_table.js";
import { splitTask } from "./split_task.js";
import { countedSpaces, spaceName } from "./words.js";
import { zoneList, zoneTask } from "./zones.js";

const TASKS = { draw: drawTask, copy: copyTask, number: numberTask, move: moveTask, rows: rowsTask, split: splitTask, zone: zoneTask };

const button = (words, onclick, more = {}) => h("button", { type: "button", class: "button", onclick, ...more }, words);

/** What can be done to so many spaces: [words, from, to, what]. */
const actionsOf = (panel, editor) => [
  ["Number…", 1, Infinity, () => panel.open("number")],
  ["Move or turn…", 1, Infinity, () => panel.open("move")],
  ["Rows…", 1, 1, () => panel.open("rows")],
  ["Split…", 1, 1, () => panel.open("split")],
  ["Merge", 2, Infinity, () => editor.doToChosen({ do: "merge" })],
  ["Zone…", 1, Infinity, () => panel.open("zone")],
  ["Delete", 1, Infinity, () => editor.doToChosen({ do: "delete" })],
];

export class EditorPanel {
  #task = null;
  #form = null;

  constructor(editor, element) {
    Object.assign(this, { editor, element });
    this.title = h("h2", { id: "chosen-title", tabindex: "-1" });
    this.undo = button("Undo", () => editor.undo(), { title: "Undo (Ctrl+Z)" });
    this.redo = button("Redo", () => editor.redo(), { title: "Redo (Ctrl+Shift+Z)" });
    this.status = h("p", { class: "small soft edit-status" });
    this.trouble = h("div", { class: "edit-trouble" });
    this.actions = h("div", { class: "row edit-actions" });
    this.begun = h("div");
    this.form = h("div");
    this.table = new SpaceTable(editor);
    this.zones = h("div");
    this.done = h("div");
  }

  show() {
    const { editor } = this;
    const keys = button("Keys", () => editor.shortcuts.help(), { class: "button wide-only", title: "Shortcuts (?)" });
    const draw = button("Draw…", () => this.open("draw"));
    const copy = editor.studio.settings.otherPlans.length > 0 && button("Copy…", () => this.open("copy"), { title: "Copy spaces of another floor" });
    const head = h("div", { class: "edit-head" }, h("div", { class: "row" }, this.undo, this.redo, draw, copy, keys), this.status);
    this.element.replaceChildren(...[
      editor.editable && head,
      this.trouble,
      h("section", { class: "stack edit-chosen", "aria-labelledby": this.title.id }, this.title, editor.editable && this.actions, this.begun, this.form),
      this.table.element,
      this.zones,
      editor.editable && this.done,
    ].filter(Boolean));
    this.refresh("");
  }

  /** Everything may be other than before; `words` are what was done. */
  refresh(words) {
    const { editor } = this;
    this.status.textContent = words;
    // Not disabled outright: who pressed it keeps the focus.
    this.undo.setAttribute("aria-disabled", String(!editor.log.canUndo));
    this.redo.setAttribute("aria-disabled", String(!editor.log.canRedo));
    this.#form = null;
    this.choose();
    this.table.load();
    this.zones.replaceChildren(zoneList(editor));
    this.done.replaceChildren(doneList(editor));
  }

  /** Another choice. */
  choose() {
    this.#offerRest();
    const chosen = this.editor.chosen();
    this.title.textContent = chosen.length === 1 ? spaceName(chosen[0]) : chosen.length ? `${countedSpaces(chosen)} selected` : "Spaces";
    this.#showActions(chosen.length);
    this.table.mark();
    if (this.#task && !this.#task.fits(chosen)) this.#end();
    this.#task?.choose?.();
    this.#showForm();
  }

  #showActions(count) {
    const pressed = this.actions.contains(document.activeElement) ? document.activeElement.textContent : null;
    const buttons = actionsOf(this, this.editor).filter(([, least, most]) => count >= least && count <= most)
      .map(([words, , , run]) => button(words, run, words === "Delete" ? { class: "button danger" } : {}));
    this.actions.replaceChildren(...buttons);
    if (pressed) (buttons.find((each) => each.textContent === pressed) ?? this.title).focus();
  }

  /** A problem in place of where it came from, or null for none. */
  tell(problem) {
    this.trouble.replaceChildren(...(problem ? [problemNote(problem)] : []));
    if (problem) this.trouble.scrollIntoView({ block: "nearest" });
  }

  /** Begin something that needs more words: "number", "rows" ... */
  open(name, how) {
    this.tell(null);
    this.#offerRest();
    this.#end();
    const task = TASKS[name](this.editor, how);
    if (!task.fits(this.editor.chosen())) {
      task.end?.();
      this.editor.ghosts.clear();
      announce(name === "rows" || name === "split" ? "Select one space first." : "Select a space first.");
      return;
    }
    this.#task = task;
    this.begun.replaceChildren(h("section", { class: "stack edit-task", "aria-label": task.title },
      h("header", {}, h("h3", {}, task.title), button("Close", () => this.close(), { class: "button quiet" })), ...task.nodes));
    this.#showForm();
    this.title.scrollIntoView({ block: "nearest" });
    task.first?.focus({ preventScroll: true });
  }

  close() {
    if (!this.#task) return;
    this.#end();
    this.#showForm();
  }

  get isBusy() {
    return this.#task !== null;
  }

  focus() {
    this.title.focus();
  }

  #end() {
    if (!this.#task) return;
    const hadFocus = this.begun.contains(document.activeElement);
    this.#task.end?.();
    this.#task = null;
    this.begun.replaceChildren();
    this.editor.use("choose");
    if (hadFocus) this.title.focus();
  }

  /** The properties stand below what is begun only where that makes something new. */
  #showForm() {
    const focused = this.form.contains(document.activeElement) ? document.activeElement.id : "";
    this.#form = this.#task && !this.#task.makesNew ? null : propertiesForm(this.editor);
    this.form.replaceChildren(...(this.#form ? [this.#form.element] : []));
    if (focused) (this.form.querySelector(`[id="${focused}"]`) ?? this.title).focus();
  }

  /** What was typed and not applied is not lost by choosing something else. */
  #offerRest() {
    const rest = this.#form?.rest();
    if (!rest) return;
    this.#form = null;
    toast(`What you typed for ${rest.title} was not applied.`, { label: "Apply it", run: () => this.editor.doToChosen(rest.action, rest.keys) });
  }
}
