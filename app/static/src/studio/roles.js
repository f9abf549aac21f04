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

/** Fills a panel; `apply({layers, blocks})` reads the drawing again with what was changed. */
export function rolesPanel(panel, { draft, roles, editable, apply, highlight }) {
  const changed = { layers: new Map(), blocks: new Map() };
  const search = h("input", { class: "input", type: "search", id: "role-search", oninput: filter, autocomplete: "off" });
  const summary = h("p", { class: "small", role: "status" });
  const applyButton = h("button", { type: "button", class: "button primary", disabled: true, onclick: send }, "Apply");
  const undoButton = h("button", { type: "button", class: "button quiet", hidden: true, onclick: undo }, "Undo");
  const rows = [];

  function count() {
    const number = changed.layers.size + changed.blocks.size;
    applyButton.disabled = number === 0;
    undoButton.hidden = number === 0;
    summary.textContent = number ? `${plural(number, "role")} changed; apply to see the result.` : "Change a role, then apply: the drawing is read again.";
  }

  function row(kind, decision) {
    const id = `role-${kind}-${rows.length}`;
    const fixed = draft.profile?.[kind]?.[decision.name];
    const select = h("select", { class: "input", id, "aria-label": `Role of ${decision.name}`, disabled: !editable, onchange: change },
      ...roles[kind].map((role) => h("option", { value: role }, roleText(kind, role))));
    select.value = decision.role;
    const show = h("button", { type: "button", class: "button quiet show-source", "aria-pressed": "false", "aria-label": `Show ${decision.name} on the map`, onclick: mark }, "Show");
    const element = h("li", { class: "role-row", "data-name": decision.name },
      h("div", { class: "role-name" }, h("strong", {}, decision.name),
        h("span", { class: "soft small" }, plural(decision.count, kind === "layers" ? "thing" : "time"), decision.visible ? "" : ", switched off in the drawing")),
      h("div", { class: "role-choice" }, select, show),
      h("p", { class: "small soft" }, fixed ? "A person said so." : decision.reason));

    function change() {
      if (select.value === decision.role) changed[kind].delete(decision.name);
      else changed[kind].set(decision.name, select.value);
      element.dataset.changed = String(changed[kind].has(decision.name));
      count();
    }

    function mark() {
      const on = show.getAttribute("aria-pressed") !== "true";
      for (const each of rows) each.show.setAttribute("aria-pressed", "false");
      show.setAttribute("aria-pressed", String(on));
      highlight(kind, on ? decision.name : null);
    }

    rows.push({ kind, element, select, show, decision, change, words: decision.name.toLowerCase() });
    return element;
  }

  function filter() {
    const wanted = search.value.trim().toLowerCase();
    for (const each of rows) each.element.hidden = !each.words.includes(wanted);
  }

  function undo() {
    for (const each of rows) { each.select.value = each.decision.role; each.change(); }
  }

  async function send() {
    applyButton.disabled = true;
    await apply({ layers: Object.fromEntries(changed.layers), blocks: Object.fromEntries(changed.blocks) });
    count();
  }

  /** Lead to one layer or block, from the map. */
  function reveal(kind, name) {
    search.value = "";
    filter();
    const found = rows.find((each) => each.kind === kind && each.decision.name === name);
    found?.element.scrollIntoView({ block: "center" });
    found?.select.focus({ preventScroll: true });
  }

  const lists = Object.entries(KINDS).flatMap(([kind, words]) => draft[kind].length
    ? [h("h3", {}, `${words} (${draft[kind].length})`), h("ul", { class: "role-list", "aria-label": words }, ...sorted(draft[kind]).map((each) => row(kind, each)))] : []);
  panel.replaceChildren(...[
    h("div", { class: "field" }, h("label", { for: "role-search" }, "Find a layer or block"), search),
    !editable && note("", "This plan is not a draft any more.", "Upload the drawing again to read it with other roles."),
    ...lists,
    editable && h("div", { class: "apply-bar" }, summary, h("div", { class: "row" }, undoButton, applyButton)),
  ].filter(Boolean));
  count();
  return { reveal };
}
