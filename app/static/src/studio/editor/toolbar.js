// The tools on the map: choose, lasso, draw. On a small screen there are none: the table and the
// forms do it all.

import { h } from "../../common/dom.js";

const TOOLS = { choose: ["Select", "V"], lasso: ["Lasso", "L"], box: ["Rectangle", "B"], outline: ["Outline", "O"] };

export class Toolbar {
  constructor(editor) {
    this.buttons = Object.entries(TOOLS).map(([name, [words, key]]) =>
      h("button", { type: "button", class: "button", "data-name": name, "aria-pressed": "false", title: `${words} (${key})`, onclick: () => this.pick(name) }, words));
    this.element = h("div", { class: "edit-tools", role: "group", "aria-label": "Tools", hidden: true }, ...this.buttons);
    this.words = h("p", { class: "edit-hint", hidden: true });
    this.editor = editor;
    editor.map.getContainer().parentElement.append(this.element, this.words);
  }

  /** As by a click on a tool's button. */
  pick(name) {
    if (name === "box" || name === "outline") this.editor.panel.open("draw", name);
    else {
      this.editor.panel.close();
      this.editor.use(name);
    }
  }

  show(isShown) {
    this.element.hidden = !isShown;
  }

  press(name) {
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.name === name));
  }

  hint(words) {
    this.words.hidden = !words;
    this.words.textContent = words ?? "";
  }
}
