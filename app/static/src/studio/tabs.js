// Tabs as the ARIA practices describe them: arrow keys go along, one tab is in the tab order.

import { h } from "../common/dom.js";

function makeTab({ id, label }, open) {
  const count = h("span", { class: "tab-count" });
  const button = h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `tab-panel-${id}`, onclick: () => open(id) }, label, count);
  const panel = h("div", { role: "tabpanel", id: `tab-panel-${id}`, class: "tab-panel stack", "aria-labelledby": `tab-${id}`, tabindex: 0 });
  const choose = (chosen) => {
    button.setAttribute("aria-selected", String(chosen));
    button.tabIndex = chosen ? 0 : -1;
    panel.hidden = !chosen;
  };
  return { id, button, panel, count, choose };
}

/** tabs: [{id, label}]; returns {element, panel(id), open(id), count(id, n), current()}. */
export function makeTabs(label, tabs, onopen = () => {}) {
  const all = new Map(tabs.map((tab) => [tab.id, makeTab(tab, open)]));
  let current = tabs[0].id;

  function open(id, focus = false) {
    current = id;
    for (const tab of all.values()) tab.choose(tab.id === id);
    const { button } = all.get(id);
    if (focus) button.focus();
    // Where they do not fit side by side the chosen one is in sight.
    list.scrollLeft = button.offsetLeft - (list.clientWidth - button.offsetWidth) / 2;
    onopen(id);
  }

  function move(event) {
    const ids = [...all.keys()];
    const at = ids.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    open(ids.at(to % ids.length), true);
  }

  const parts = [...all.values()];
  const list = h("div", { class: "tab-list", role: "tablist", "aria-label": label, onkeydown: move }, ...parts.map(({ button }) => button));
  const element = h("div", { class: "tabbed" }, list, ...parts.map(({ panel }) => panel));
  open(current);
  return {
    element,
    open,
    panel: (id) => all.get(id).panel,
    count: (id, number) => { all.get(id).count.textContent = number ? String(number) : ""; },
    current: () => current,
  };
}
