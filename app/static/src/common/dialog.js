// A window over the page: the page behind it is out of reach, Escape closes it, and the focus goes
// back to where it was. What happens in it is said within, since nothing else is heard then.

import { h, icon } from "./dom.js";

let count = 0;

const labelOf = (node) => `${node.tagName} ${node.getAttribute("aria-label") || node.textContent}`;

/** The browser gives the focus back to what opened a dialog. Where the page has been drawn anew since,
    it goes to the same as it is drawn now, or to the beginning of what is shown. */
function giveBack(opener) {
  if (document.activeElement !== document.body || !opener || opener === document.body) return;
  const same = [...document.querySelectorAll(opener.tagName)].find((node) => labelOf(node) === labelOf(opener) && node.checkVisibility());
  (same ?? document.querySelector(".panel-title") ?? document.querySelector("#main"))?.focus();
}

/** Open a dialog; resolves `closed` when it is gone. `show(nodes)` fills it anew, `say(text)` tells
    something in passing, `fail(problem)` shows a refusal. */
export function openDialog(title) {
  count += 1;
  const opener = document.activeElement;
  const id = `dialog-title-${count}`;
  const said = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  const trouble = h("div");
  const body = h("div", { class: "stack" });
  const close = () => dialog.close();
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": id },
    h("header", { class: "dialog-head" }, h("h2", { id, tabindex: "-1" }, title),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: close }, icon("close"))),
    said, trouble, body);
  const keepFromPage = (event) => { if (!event.target.closest?.("dialog")) event.stopImmediatePropagation(); };
  const closed = new Promise((resolve) => dialog.addEventListener("close", () => {
    removeEventListener("keydown", keepFromPage, true);
    dialog.remove();
    giveBack(opener);
    resolve();
  }));
  // The keys of the page behind mean nothing here: Escape closes this, and no more; also while the
  // focus is nowhere, because the button that had it is at work.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  addEventListener("keydown", keepFromPage, true);
  document.body.append(dialog);
  dialog.showModal();
  return {
    dialog, close, closed,
    show(...nodes) { trouble.replaceChildren(); body.replaceChildren(...nodes.flat().filter(Boolean)); },
    say(text) { said.textContent = text; },
    clear() { trouble.replaceChildren(); },
    fail(problem) {
      trouble.replaceChildren(h("div", { class: "notice problem", role: "alert" },
        h("p", {}, h("strong", {}, problem.message)), problem.advice && h("p", {}, problem.advice)));
      trouble.scrollIntoView({ block: "nearest" });
    },
  };
}

/** A button that works for as long as `act` takes; a Problem is shown in the dialog. */
export function actButton(words, box, act, { kind = "primary", busy = "One moment…" } = {}) {
  const button = h("button", { type: "button", class: `button ${kind}`, onclick: run }, words);
  async function run() {
    const before = button.textContent;
    const isHeld = document.activeElement === button;
    button.disabled = true;
    button.textContent = busy;
    box.clear();
    try {
      await act();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      box.fail(problem);
    } finally {
      button.disabled = false;
      button.textContent = before;
      // A button that is disabled loses the focus; whoever works with keys goes on from here.
      if (isHeld && !box.dialog.contains(document.activeElement)) button.focus();
    }
  }
  return button;
}
