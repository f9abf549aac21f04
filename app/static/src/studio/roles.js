// What each layer and block was taken for, and why; a person may know better.

import { h } from "../common/dom.js";
import { note } from "./note.js";
import { plural, roleText } from "./words.js";

const IDLE = new Set(["ignore", "unknown"]);
const KINDS = { layers: "Layers", blocks: "Blocks" };
/** Whether the plan is redrawn with every change; stays as it was chosen while the page is open. */
let isAtOnce = true;

/** What matters comes first: what has a role, then what has none, the fullest first. */
function sorted(decisions) {
  return [...decisions].sort((a, b) => IDLE.has(a.role) - IDLE.has(b.role) || b.count - a.count || a.name.localeCompare(b.name));
}

function roleSelect({ id, kind, decision, roles, editable, onchange }) {
  const select = h("select", { class: "input", id, "aria-label": `Role of ${decision.name}`, disabled: !editable, onchange },
    ...roles.map((role) => h("option", { value: role }, roleText(kind, role))));
  select.value = decision.role;
  return select;
}

/** A layer or block with its role; `onmark(row)` shows it on the map, `onchange()` counts anew. */
function makeRow({ kind, decision, isFixed, onmark, onchange, ...parts }) {
  const { name, count, visible, reason } = decision;
  const select = roleSelect({ kind, decision, onchange: change, ...parts });
  const show = h("button", { type: "button", class: "button quiet show-source", "aria-pressed": "false",
    "aria-label": `Show ${name} on the map`, onclick: () => onmark(row) }, "Show");
  const fill = plural(count, kind === "layers" ? "thing" : "time");
  const element = h("li", { class: "role-row", "data-name": name, "data-kind": kind },
    h("div", { class: "role-name" }, h("strong", {}, name),
      h("span", { class: "soft small" }, fill, visible ? "" : ", switched off in the drawing")),
    h("div", { class: "role-choice" }, select, show),
    h("p", { class: "small soft" }, isFixed ? "A person said so." : reason));
  const isChanged = () => select.value !== decision.role;

  function change() {
    element.dataset.changed = String(isChanged());
    onchange(row);
  }

  const row = {
    kind, name, element, isChanged,
    role: () => select.value,
    undo: () => { select.value = decision.role; change(); },
    isMarked: () => show.getAttribute("aria-pressed") === "true",
    mark: (on) => show.setAttribute("aria-pressed", String(on)),
    /** It moved in the list while somebody was at it. */
    hold: () => { select.focus({ preventScroll: true }); element.scrollIntoView({ block: "nearest" }); },
    reveal: () => { element.scrollIntoView({ block: "center" }); select.focus({ preventScroll: true }); },
  };
  return row;
}

/** The rows of all layers and blocks, one of them marked on the map at most. */
function makeRows({ draft, roles, editable, highlight, onchange }) {
  const rows = [];

  function onmark(row) {
    const on = !row.isMarked();
    for (const each of rows) each.mark(false);
    row.mark(on);
    highlight(row.kind, on ? row.name : null);
  }

  for (const kind of Object.keys(KINDS)) {
    for (const decision of sorted(draft[kind])) {
      const isFixed = Boolean(draft.profile?.[kind]?.[decision.name]);
      rows.push(makeRow({ id: `role-${kind}-${rows.length}`, kind, decision, isFixed, roles: roles[kind], editable, onmark, onchange }));
    }
  }
  return rows;
}

function listsOf(rows) {
  return Object.entries(KINDS).flatMap(([kind, words]) => {
    const own = rows.filter((row) => row.kind === kind);
    if (!own.length) return [];
    return [h("h3", {}, `${words} (${own.length})`),
      h("ul", { class: "role-list", "aria-label": words }, ...own.map(({ element }) => element))];
  });
}

/** The bar that applies what was changed, or takes it back, where that is not done at once. */
function makeApplyBar(rows, apply) {
  const summary = h("p", { class: "small", role: "status" });
  const applyButton = h("button", { type: "button", class: "button primary", onclick: send }, "Apply");
  const undoButton = h("button", { type: "button", class: "button quiet", onclick: undo }, "Undo");
  const buttons = h("div", { class: "row" }, undoButton, applyButton);
  const input = h("input", { type: "checkbox", id: "redraw-at-once", checked: isAtOnce, onchange: () => { isAtOnce = input.checked; count(); } });
  const element = h("div", { class: "apply-bar" }, h("label", { class: "choice" }, input, "Redraw at once"), summary, buttons);
  const changed = () => rows().filter((row) => row.isChanged());

  function count() {
    const { length: number } = changed();
    applyButton.disabled = number === 0;
    undoButton.hidden = number === 0;
    // What is done at once needs no button.
    buttons.hidden = isAtOnce;
    const idle = isAtOnce ? "Change a role: the plan is redrawn." : "Change a role, then apply: the drawing is read again.";
    summary.textContent = number ? `${plural(number, "role")} changed; ${isAtOnce ? "the drawing is read again." : "apply to see the result."}` : idle;
  }

  function undo() {
    for (const row of rows()) row.undo();
  }

  async function send() {
    applyButton.disabled = true;
    await apply(changeOf(changed()));
    count();
  }

  return { element, count };
}

const changeOf = (rows) => Object.fromEntries(Object.keys(KINDS).map((kind) =>
  [kind, Object.fromEntries(rows.filter((row) => row.kind === kind).map((row) => [row.name, row.role()]))]));

/** What somebody is at in the panel that is made anew: the words of the search, and the row in hand. */
function heldIn(panel) {
  const active = panel.contains(document.activeElement) ? document.activeElement : null;
  return { words: panel.querySelector("#role-search")?.value ?? "", id: active?.id, row: active?.closest(".role-row")?.dataset };
}

/** Fills a panel; `apply({layers, blocks})` reads the drawing again with what was changed, `soon(change)`
    when no other change follows. */
export function rolesPanel(panel, { draft, roles, editable, apply, soon, highlight }) {
  const held = heldIn(panel);
  const bar = makeApplyBar(() => rows, apply);
  const rows = makeRows({ draft, roles, editable, highlight, onchange });
  const search = h("input", { class: "input", type: "search", id: "role-search", oninput: filter, autocomplete: "off", value: held.words });

  function onchange(row) {
    bar.count();
    if (isAtOnce) soon(changeOf([row]));
  }

  function filter() {
    const wanted = search.value.trim().toLowerCase();
    for (const { name, element } of rows) element.hidden = !name.toLowerCase().includes(wanted);
  }

  const rowOf = (kind, name) => rows.find((row) => row.kind === kind && row.name === name);

  /** Lead to one layer or block, from the map. */
  function reveal(kind, name) {
    search.value = "";
    filter();
    rowOf(kind, name)?.reveal();
  }

  panel.replaceChildren(...[
    h("div", { class: "field" }, h("label", { for: "role-search" }, "Find a layer or block"), search),
    !editable && note("", "This plan is not a draft any more.", "To read it with other roles press “Edit as a draft”, or bring the drawing in again."),
    ...listsOf(rows),
    editable && bar.element,
  ].filter(Boolean));
  filter();
  bar.count();
  if (held.row) rowOf(held.row.kind, held.row.name)?.hold();
  else if (held.id) document.getElementById(held.id)?.focus({ preventScroll: true });
  return { reveal };
}
