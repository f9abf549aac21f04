// One question before something happens that others will see.

import { h, one } from "../common/dom.js";
import { problemNote } from "./note.js";

/** Opens the page's dialog; `run` does what was asked, and may resolve to what follows once the
    dialog has closed and given the focus back. Returns a function that gives the button other words. */
export function ask({ title, nodes, yes, no = "Not now", danger = false, blocked = false, run }) {
  const dialog = one("#publish-dialog");
  const trouble = h("div");
  const go = h("button", { type: "button", class: `button ${danger ? "danger" : "primary"}`, disabled: blocked, onclick: act }, yes);
  const close = () => dialog.close();

  async function act() {
    go.disabled = true;
    go.textContent = "One moment…";
    try {
      const after = await run();
      close();
      await after?.();
    } catch (problem) {
      trouble.replaceChildren(problemNote(problem));
      go.textContent = yes;
      go.disabled = false;
    }
  }

  dialog.replaceChildren(h("h2", { id: "publish-title" }, title), h("div", { class: "stack dialog-body" }, ...nodes, trouble),
    h("div", { class: "row dialog-actions" }, h("button", { type: "button", class: "button", onclick: close }, no), go));
  dialog.showModal();
  return (words) => {
    yes = words;
    go.textContent = words;
    trouble.replaceChildren();
  };
}
