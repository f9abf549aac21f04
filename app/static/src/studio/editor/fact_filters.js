// Spaces by what follows from the plan: their area, windows, doors, the way in. What the plan does not
// tell is neither yes nor no.

import { h } from "../../common/dom.js";
import { factsOf } from "../facts.js";
import { choiceEntry, formRow, numberEntry } from "./entries.js";

const ANSWERS = [["", "Any"], ["yes", "Yes"], ["no", "No"], ["unknown", "Not known"]];
const ASKED = [
  ["near_window", "Near a window"], ["near_door", "Near a door"],
  ["back_to_wall", "Back to the wall"], ["step_free", "Without a step"],
];
const answerOf = (value) => (value === null || value === undefined ? "unknown" : value ? "yes" : "no");

/** A number that may be left out; `bound()` is null then. */
function bound(id, label, onchange) {
  const isEmpty = () => entry.input.value.trim() === "";
  const entry = numberEntry(id, label, "", { onchange: () => {
    if (isEmpty()) entry.input.removeAttribute("aria-invalid");
    onchange();
  } });
  return { ...entry, bound: () => (isEmpty() || Number.isNaN(entry.value()) ? null : entry.value()) };
}

export class FactFilters {
  #facts = null;
  /** What was asked for last; an older answer is dropped. */
  #asked = 0;

  /** `onchange()` is called when something else is wanted or known. */
  constructor(editor, onchange) {
    Object.assign(this, { editor, onchange });
    const changed = () => { this.load(); onchange(); };
    this.answers = ASKED.map(([name, label]) => ({ name, ...choiceEntry(`fact-${name}`, label, ANSWERS, { onchange: changed }) }));
    this.least = bound("fact-least", "Area from (m²)", changed);
    this.most = bound("fact-most", "Area to (m²)", changed);
    this.clear = bound("fact-door", "Door at least (cm)", changed);
    this.note = h("p", { class: "small soft fact-note", role: "status" });
    this.clearing = formRow(h("button", { type: "button", class: "button", onclick: () => this.reset() }, "Any area, window and door"));
    this.summary = h("summary", {}, "");
    this.element = h("details", {}, this.summary, h("div", { class: "stack" },
      formRow(...this.answers.map(({ element }) => element), this.least.element, this.most.element, this.clear.element), this.note, this.clearing));
    this.#tell();
  }

  /** How many of them are set. */
  get count() {
    return this.answers.filter(({ value }) => value()).length + [this.least, this.most, this.clear].filter((each) => each.bound() !== null).length;
  }

  reset() {
    for (const { input } of [...this.answers, this.least, this.most, this.clear]) {
      input.value = "";
      input.removeAttribute("aria-invalid");
    }
    this.summary.focus();
    this.load();
    this.onchange();
  }

  /** The plan is another than before, or something else is wanted: ask for the facts if they matter. */
  async load() {
    this.#asked += 1;
    const own = this.#asked;
    this.#tell();
    if (!this.count) return;
    if (!this.#facts) this.note.textContent = "The facts are worked out…";
    const facts = await factsOf(this.editor.studio.draft);
    if (own !== this.#asked) return;
    this.note.textContent = facts ? "" : "The facts cannot be had now; nothing is left out because of them.";
    this.#facts = facts;
    this.onchange();
  }

  #tell() {
    this.clearing.hidden = !this.count;
    this.summary.textContent = this.count ? `Area, windows, doors (${this.count} set)` : "Area, windows, doors";
  }

  wants({ key, area_m2: area }) {
    if (!this.count || !this.#facts) return true;
    const facts = this.#facts[key] ?? {};
    const size = facts.net_area_m2 ?? area;
    const door = this.clear.bound();
    return this.answers.every(({ name, value }) => !value() || value() === answerOf(facts[name]))
      && size >= (this.least.bound() ?? 0) && size <= (this.most.bound() ?? Infinity)
      && (door === null || (facts.door_clear_m ?? -1) * 100 >= door);
  }
}
