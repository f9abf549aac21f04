// All spaces of the plan in a table: sorted, filtered, ticked. What is ticked is what is selected.

import { announce } from "../../common/announce.js";
import { h } from "../../common/dom.js";
import { FactFilters } from "./fact_filters.js";
import { titleOf } from "./shown.js";
import { countedSpaces, kindName, spaceName, useText } from "./words.js";

const SHOWN_AT_ONCE = 100;
const NO_ZONE = "none";
const WORDS = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const COLUMNS = [
  { name: "number", words: "Number", of: ({ number }) => number ?? "" },
  { name: "name", words: "Name", of: (space) => titleOf(space) ?? "" },
  { name: "kind", words: "Kind", of: (space) => `${kindName(space.kind)} ${useText(space)}` },
  { name: "capacity", words: "People", of: ({ capacity }) => capacity },
  { name: "bookable", words: "Bookable", of: ({ bookable }) => (bookable ? "yes" : "no") },
];

const compare = (a, b) => (typeof a === "number" ? a - b : WORDS.compare(a, b));
const isBlank = (value) => value === "";

/** What has nothing in the column comes last either way; what is alike there, by name. */
function inOrder(column, down) {
  return (a, b) => {
    const [one, other] = [column.of(a), column.of(b)];
    return isBlank(one) - isBlank(other) || (down ? -1 : 1) * compare(one, other) || compare(titleOf(a) ?? "", titleOf(b) ?? "");
  };
}

/** Fill a select with [value, words]; what was chosen stays where there is such an option still. */
function refill(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, words]) => h("option", { value }, words)));
  select.value = options.some(([value]) => value === chosen) ? chosen : "";
}

function textOf(space) {
  return [space.number, space.name, kindName(space.kind), useText(space), space.category, ...space.features].filter(Boolean).join(" ").toLowerCase();
}

export class SpaceTable {
  #sort = { column: COLUMNS[0], down: false };
  #limit = SHOWN_AT_ONCE;
  /** What passes the filter, in the order of the table. */
  #shown = [];
  #rows = new Map();
  #last = null;

  constructor(editor) {
    this.editor = editor;
    const onchange = () => { this.#limit = SHOWN_AT_ONCE; this.fill(); };
    this.search = h("input", { class: "input", id: "space-filter", type: "search", placeholder: "Number, name, use", "aria-label": "Filter the spaces", oninput: onchange });
    this.kind = h("select", { class: "input", "aria-label": "Kind", onchange });
    this.zone = h("select", { class: "input", "aria-label": "Zone of the list", onchange });
    this.facts = new FactFilters(editor, onchange);
    this.onlyChosen = h("input", { type: "checkbox", onchange });
    this.all = h("input", { type: "checkbox", "aria-label": "Select all in the list", onchange: () => this.#tickAll() });
    this.body = h("tbody", { onkeydown: (event) => this.#step(event) });
    this.more = h("button", { type: "button", class: "button wide", hidden: true, onclick: () => { this.#limit = Infinity; this.fill(); } });
    this.count = h("p", { class: "small soft" });
    this.toForm = h("button", { type: "button", class: "button", hidden: true, onclick: () => editor.panel.focus() }, "Edit them");
    this.heads = COLUMNS.map((column) => h("th", { scope: "col", "aria-sort": "none" }, h("button", { type: "button", class: "sort-button", onclick: () => this.#sortBy(column) }, column.words)));
    this.element = this.#make();
  }

  #make() {
    this.frame = h("div", { class: "table-frame spaces-frame" }, h("table", { class: "plain-table spaces-table", "aria-labelledby": "spaces-title" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "tick" }, h("label", { class: "tick-target" }, this.all)), ...this.heads)), this.body));
    return h("section", { class: "stack edit-list", "aria-labelledby": "spaces-title" },
      h("h2", { id: "spaces-title" }, "All spaces"),
      h("div", { class: "edit-row" }, this.search, this.kind, this.zone), this.facts.element,
      h("div", { class: "row edit-count" }, this.count, this.toForm, h("label", { class: "chip" }, this.onlyChosen, "Selected only")),
      this.frame, this.more);
  }

  /** The spaces are other than before. */
  load() {
    const { spaces } = this.editor;
    const kinds = [...new Set(spaces.list().map(({ kind }) => kind))].sort();
    refill(this.kind, [["", "All kinds"], ...kinds.map((kind) => [kind, kindName(kind)])]);
    refill(this.zone, [["", "All zones"], [NO_ZONE, "In no zone"], ...spaces.zones.map(({ properties: { name } }) => [`in ${name}`, name])]);
    this.zone.hidden = !spaces.zones.length;
    this.facts.load();
    this.fill();
  }

  #wants(space) {
    const { selection, spaces } = this.editor;
    if (this.kind.value && space.kind !== this.kind.value) return false;
    if (this.onlyChosen.checked && !selection.has(space.key)) return false;
    if (this.zone.value === NO_ZONE && spaces.zonesOf(space).length) return false;
    if (this.zone.value.startsWith("in ") && !spaces.zonesOf(space).includes(this.zone.value.slice(3))) return false;
    return this.facts.wants(space);
  }

  fill() {
    const words = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const { column, down } = this.#sort;
    const isWanted = (space) => this.#wants(space) && words.every((word) => textOf(space).includes(word));
    this.#shown = this.editor.spaces.list().filter(isWanted).sort(inOrder(column, down));
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.for : null;
    const rows = this.#shown.slice(0, this.#limit).map((space) => [space.key, this.#row(space)]);
    this.#rows = new Map(rows);
    this.body.replaceChildren(...rows.map(([, row]) => row));
    if (!rows.length) this.body.append(h("tr", {}, h("td", { colspan: COLUMNS.length + 1, class: "soft" }, "No space is like this.")));
    this.more.hidden = this.#shown.length <= this.#limit;
    this.more.textContent = `Show the other ${this.#shown.length - this.#limit}`;
    this.heads.forEach((head, index) => head.setAttribute("aria-sort", COLUMNS[index] === column ? (down ? "descending" : "ascending") : "none"));
    if (focused) this.#rows.get(focused)?.querySelector("input").focus();
    this.mark();
  }

  /** Of all that passes the filter. */
  keys() {
    return this.#shown.map(({ key }) => key);
  }

  /** Another choice. */
  mark() {
    const { selection } = this.editor;
    for (const [key, row] of this.#rows) {
      row.dataset.chosen = String(selection.has(key));
      row.querySelector("input").checked = selection.has(key);
    }
    const ticked = this.#shown.filter(({ key }) => selection.has(key)).length;
    this.all.checked = ticked > 0 && ticked === this.#shown.length;
    this.all.indeterminate = ticked > 0 && ticked < this.#shown.length;
    const all = this.editor.spaces.list().length;
    this.count.textContent = `${this.#shown.length === all ? all : `${this.#shown.length} of ${all}`} in the list, ${selection.size} selected`;
    this.toForm.hidden = !selection.size || !this.editor.editable;
    this.#reveal();
  }

  /** One space that was chosen on the map comes into sight in the list. */
  #reveal() {
    const { selection } = this.editor;
    const row = selection.size === 1 && !this.body.contains(document.activeElement) && this.#rows.get(selection.keys()[0]);
    // The table moves in its own frame; what stands above it stays in sight.
    if (row) this.frame.scrollTop = row.offsetTop - this.frame.clientHeight / 2;
  }

  #row(space) {
    const { key, number, capacity, bookable, places, edited } = space;
    const tick = h("input", { type: "checkbox", "data-for": key, "aria-label": `Select ${spaceName(space)}`, onclick: (event) => this.#tick(key, event) });
    const show = h("button", { type: "button", class: "link-button", "aria-label": `Show ${spaceName(space)} on the map`, onclick: () => this.#show(space) }, titleOf(space) ?? number ?? kindName(space.kind));
    return h("tr", { "data-key": key },
      h("td", { class: "tick" }, h("label", { class: "tick-target" }, tick)),
      h("td", {}, number ?? "", edited && h("span", { class: "edited-mark", title: "Edited here" }, "•", h("span", { class: "visually-hidden" }, "edited"))),
      h("td", {}, show), h("td", {}, kindName(space.kind), useText(space) && h("span", { class: "soft small" }, useText(space))),
      h("td", {}, String(capacity)),
      h("td", {}, bookable ? "Yes" : "No", bookable && places > 1 && h("span", { class: "soft small" }, `${places} places`)));
  }

  #tick(key, event) {
    const keys = this.keys();
    const range = event.shiftKey && this.#last !== null ? [keys.indexOf(this.#last), keys.indexOf(key)].sort((a, b) => a - b) : null;
    const meant = range && range[0] >= 0 ? keys.slice(range[0], range[1] + 1) : [key];
    this.#last = key;
    if (event.target.checked) this.editor.selection.add(meant);
    else this.editor.selection.drop(meant);
  }

  #tickAll() {
    const keys = this.keys();
    if (this.all.checked) this.editor.selection.add(keys);
    else this.editor.selection.drop(keys);
    this.editor.sayChosen();
  }

  #show(space) {
    this.editor.selection.set([space.key]);
    this.editor.lookAt([space]);
    this.editor.panel.focus();
    announce(`${countedSpaces([space])} selected: ${spaceName(space)}`);
  }

  /** Up and down go from tick to tick. */
  #step(event) {
    const row = event.target.closest("tr");
    const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key]?.querySelector("input");
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  }

  #sortBy(column) {
    this.#sort = { column, down: this.#sort.column === column && !this.#sort.down };
    this.fill();
    announce(`Sorted by ${column.words.toLowerCase()}, ${this.#sort.down ? "falling" : "rising"}`);
  }
}
