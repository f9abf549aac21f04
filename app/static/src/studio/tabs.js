// Tabs as the ARIA practices describe them: arrow keys go along, one tab is in the tab order.

import { h } from "../common/dom.js";

/** tabs: [{id, label, count}]; returns {element, panel(id), open(id), count(id, n)}. */
export function makeTabs(label, tabs, onopen = () => {}) {
  const buttons = new Map();
  const panels = new Map();
  let current = tabs[0].id;

  function open(id, focus = false) {
    current = id;
    for (const [own, button] of buttons) {
      const chosen = own === id;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      panels.get(own).hidden = !chosen;
    }
    if (focus) buttons.get(id).focus();
    onopen(id);
  }

  function move(event) {
    const ids = tabs.map((tab) => tab.id);
    const at = ids.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    open(ids.at(to % ids.length), true);
  }

  const list = h("div", { class: "tab-list", role: "tablist", "aria-label": label, onkeydown: move });
  const element = h("div", { class: "tabbed" }, list);
  for (const { id, label: words } of tabs) {
    const count = h("span", { class: "tab-count" });
    const button = h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `tab-panel-${id}`, onclick: () => open(id) }, words, count);
    buttons.set(id, button);
    panels.set(id, h("div", { role: "tabpanel", id: `tab-panel-${id}`, class: "tab-panel stack", "aria-labelledby": `tab-${id}`, tabindex: 0 }));
    list.append(button);
    element.append(panels.get(id));
  }
  open(current);
  return {
    element,
    open,
    panel: (id) => panels.get(id),
    count: (id, number) => { buttons.get(id).querySelector(".tab-count").textContent = number ? String(number) : ""; },
    current: () => current,
  };
}
