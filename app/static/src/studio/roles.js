// What each layer and block was taken for, and why; a person may know better.

import { h } from "../common/dom.js";
import { note } from "./note.js";
import { plural, roleText } from "./words.js";

const IDLE = new Set(["ignore", "unknown"]);
const KINDS = { layers: "Layers", blocks: "Blocks" };

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
  const element = h("li", { class: "role-row", "data-name": name },
    h("div", { class: "role-name" }, h("strong", {}, name),
      h("span", { class: "soft small" }, fill, visible ? "" : ", switched off in the drawing")),
    h("div", { class: "role-choice" }, select, show),
    h("p", { class: "small soft" }, isFixed ? "A person said so." : reason));
  const isChanged = () => select.value !== decision.role;

  function change() {
    element.dataset.changed = String(isChanged());
    onchange();
  }

  const row = {
    kind, name, element, isChanged,
    role: () => select.value,
    undo: () => { select.value = decision.role; change(); },
    isMarked: () => show.getAttribute("aria-pressed") === "true",
    mark: (on) => show.setAttribute("aria-pressed", String(on)),
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

/** The bar that applies what was changed, or takes it back. */
function makeApplyBar(rows, apply) {
  const summary = h("p", { class: "small", role: "status" });
  const applyButton = h("button", { type: "button", class: "button primary", onclick: send }, "Apply");
  const undoButton = h("button", { type: "button", class: "button quiet", onclick: undo }, "Undo");
  const element = h("div", { class: "apply-bar" }, summary, h("div", { class: "row" }, undoButton, applyButton));

  function count() {
    const { length: number } = rows().filter((row) => row.isChanged());
    applyButton.disabled = number === 0;
    undoButton.hidden = number === 0;
    summary.textContent = number ? `${plural(number, "role")} changed; apply to see the result.` : "Change a role, then apply: the drawing is read again.";
  }

  function undo() {
    for (const row of rows()) row.undo();
  }

  async function send() {
    applyButton.disabled = true;
    const changed = rows().filter((row) => row.isChanged());
    const of = (kind) => Object.fromEntries(changed.filter((row) => row.kind === kind).map((row) => [row.name, row.role()]));
    await apply({ layers: of("layers"), blocks: of("blocks") });
    count();
  }

  return { element, count };
}

/** Fills a panel; `apply({layers, blocks})` reads the drawing again with what was changed. */
export function rolesPanel(panel, { draft, roles, editable, apply, highlight }) {
  const bar = makeApplyBar(() => rows, apply);
  const rows = makeRows({ draft, roles, editable, highlight, onchange: bar.count });
  const search = h("input", { class: "input", type: "search", id: "role-search", oninput: filter, autocomplete: "off" });

  function filter() {
    const wanted = search.value.trim().toLowerCase();
    for (const { name, element } of rows) element.hidden = !name.toLowerCase().includes(wanted);
  }

  /** Lead to one layer or block, from the map. */
  function reveal(kind, name) {
    search.value = "";
    filter();
    rows.find((row) => row.kind === kind && row.name === name)?.reveal();
  }

  panel.replaceChildren(...[
    h("div", { class: "field" }, h("label", { for: "role-search" }, "Find a layer or block"), search),
    !editable && note("", "This plan is not a draft any more.", "Upload the drawing again to read it with other roles."),
    ...listsOf(rows),
    editable && bar.element,
  ].filter(Boolean));
  bar.count();
  return { reveal };
}
