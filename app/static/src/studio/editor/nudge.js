// Arrow keys move what is chosen: many presses become one edit.

import { rounded, shifted } from "./shapes.js";
import { wayText } from "./words.js";

const STEP_M = 0.05;
const LARGE_M = 0.5;
const REST_MS = 700;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Nudge {
  #way = [0, 0];
  #keys = [];
  #timer = 0;

  constructor(editor) {
    this.editor = editor;
  }

  /** True when the key was taken. */
  key({ key, shiftKey }) {
    const way = WAYS[key];
    if (!way || !this.editor.selection.size) return false;
    const keys = this.editor.selection.keys();
    if (this.isUnderWay && keys.join() !== this.#keys.join()) this.flush();
    this.#keys = keys;
    const step = shiftKey ? LARGE_M : STEP_M;
    this.#way = [rounded(this.#way[0] + way[0] * step), rounded(this.#way[1] + way[1] * step)];
    this.editor.ghosts.show({ areas: this.editor.chosen().map(({ rings }) => shifted(rings, ...this.#way)) });
    this.editor.hint(wayText(...this.#way));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), REST_MS);
    return true;
  }

  /** Do what was gathered now. */
  flush() {
    clearTimeout(this.#timer);
    const [dx, dy] = this.#way;
    this.#way = [0, 0];
    this.editor.hint(null);
    if (dx || dy) this.editor.doToChosen({ do: "move", dx, dy }, this.#keys);
  }

  get isUnderWay() {
    return this.#way[0] !== 0 || this.#way[1] !== 0;
  }

  cancel() {
    clearTimeout(this.#timer);
    this.#way = [0, 0];
    this.editor.hint(null);
    this.editor.ghosts.clear();
  }
}
