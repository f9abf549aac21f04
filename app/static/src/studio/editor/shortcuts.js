// Keys of the editor, and the sheet that tells them. Single letters can be switched off, for people
// who speak to their device or whose hand slips.

import { h } from "../../common/dom.js";
import { keep, recall } from "../../common/kept.js";

const KEPT = "edit-keys";
const TYPED_IN = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

const LETTERS = {
  v: ["Select", (editor) => editor.toolbar.pick("choose")],
  l: ["Lasso: draw round what you mean", (editor) => editor.toolbar.pick("lasso")],
  b: ["Draw a rectangle", (editor) => editor.panel.open("draw", "box")],
  o: ["Draw an outline", (editor) => editor.panel.open("draw", "outline")],
  d: ["Draw by coordinates", (editor) => editor.panel.open("draw")],
  n: ["Number the selected spaces", (editor) => editor.panel.open("number")],
  g: ["Move or turn them by numbers", (editor) => editor.panel.open("move")],
  r: ["Turn them by 90 degrees", (editor) => editor.selection.size && editor.turn(90)],
  a: ["Rows of the selected space", (editor) => editor.panel.open("rows")],
  s: ["Split the selected space", (editor) => editor.panel.open("split")],
  m: ["Merge the selected spaces", (editor) => editor.selection.size > 1 && editor.doToChosen({ do: "merge" })],
  z: ["Zone of the selected spaces", (editor) => editor.panel.open("zone")],
  e: ["Go to the properties", (editor) => editor.panel.focus()],
  f: ["Show the selected spaces on the map", (editor) => editor.lookAt(editor.chosen())],
  "/": ["Filter the list", (editor) => editor.panel.table.search.focus()],
  "?": ["This sheet", (editor) => editor.shortcuts.help()],
};

const OTHERS = [
  ["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo"], ["Ctrl+A", "Select everything in the list"],
  ["Arrow keys", "Move the selected spaces by 5 cm, with Shift by 50 cm; with nothing selected, the map"],
  ["Delete", "Delete the selected spaces"], ["Escape", "Leave what is begun, then select nothing"],
  ["Shift+click", "Select one more, or one less"], ["Shift+drag", "Select all you draw round"],
  ["Alt+drag", "Move or draw without being attracted"], ["Enter, Backspace", "Close an outline, take its last corner back"],
];

export class Shortcuts {
  #isOn = recall(KEPT, true);

  constructor(editor) {
    this.editor = editor;
    document.addEventListener("keydown", (event) => this.#key(event), true);
  }

  /** Show all keys. */
  help() {
    const box = h("input", { type: "checkbox", checked: this.#isOn, onchange: () => { this.#isOn = box.checked; keep(KEPT, this.#isOn); } });
    const letters = this.editor.editable ? Object.entries(LETTERS).map(([key, [words]]) => [key.toUpperCase(), words]) : [];
    const rows = [...letters, ...OTHERS].map(([key, words]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, words)));
    const dialog = h("dialog", { class: "publish-dialog shortcut-sheet", "aria-labelledby": "shortcut-title", onclose: () => dialog.remove() },
      h("h2", { id: "shortcut-title" }, "Shortcuts of the editor"),
      h("label", { class: "choice" }, box, "Single letters are shortcuts"),
      h("table", { class: "plain-table" }, h("tbody", {}, ...rows)),
      h("div", { class: "row dialog-actions" }, h("button", { type: "button", class: "button primary", onclick: () => dialog.close() }, "Close")));
    document.body.append(dialog);
    dialog.showModal();
  }

  #key(event) {
    const { editor } = this;
    if (!editor.isOpen || event.defaultPrevented || document.querySelector("dialog[open]") || event.isComposing) return;
    if (this.#escape(event)) return;
    if (event.target.matches(TYPED_IN)) return;
    const isTaken = event.ctrlKey || event.metaKey ? this.#withCtrl(event) : !event.altKey && this.#plain(event);
    if (!isTaken) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** One step back: what is being drawn or moved, then the form, then the choice. */
  #escape({ key, target }) {
    const { editor } = this;
    const isTyping = target.matches(TYPED_IN) && !target.closest(".edit-task");
    if (key !== "Escape" || isTyping || target.closest(".sheet-layers")) return false;
    if (editor.nudge.isUnderWay) editor.nudge.cancel();
    else if (editor.panel.isBusy) {
      editor.panel.close();
      editor.panel.focus();
    } else if (editor.hand.tool?.name !== "choose") editor.use("choose");
    else editor.selection.clear();
    return true;
  }

  #withCtrl({ key, shiftKey }) {
    const { editor } = this;
    const letter = key.toLowerCase();
    if (letter === "a") editor.selection.set(editor.panel.table.keys());
    else if (!editor.editable) return false;
    else if (letter === "y" || (letter === "z" && shiftKey)) editor.redo();
    else if (letter === "z") editor.undo();
    else return false;
    if (letter === "a") editor.sayChosen();
    return true;
  }

  #plain(event) {
    const { editor } = this;
    if (event.key === "?") return this.#letter("?");
    if (!editor.editable) return false;
    if (editor.hand.tool?.key?.(event)) return true;
    const isOnMap = event.target === document.body || event.target.closest(".studio-stage");
    if (isOnMap && editor.nudge.key(event)) return true;
    if (event.key === "Delete" && editor.selection.size) {
      editor.doToChosen({ do: "delete" });
      return true;
    }
    return this.#letter(event.key.toLowerCase());
  }

  #letter(key) {
    if (!this.#isOn || !LETTERS[key]) return false;
    LETTERS[key][1](this.editor);
    return true;
  }
}
