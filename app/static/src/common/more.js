// "More": what a row can do besides its two buttons, shown on demand.

import { all, one } from "./dom.js";

const boxOf = (button) => document.getElementById(button.getAttribute("aria-controls"));

function show(button, open) {
  boxOf(button).hidden = !open;
  if (open) boxOf(button).scrollIntoView({ block: "nearest" });
  button.setAttribute("aria-expanded", String(open));
}

/** What to go back to from what a button opened: the menu's own button, where it lies in a menu. */
export const openerOf = (button) => {
  const menu = button.closest(".more");
  return menu ? one("[data-more]", menu) : button;
};

/** Let the menus of `root` open and close: by their button, by Escape, and by going elsewhere. */
export function moreMenus(root) {
  for (const menu of all(".more", root)) {
    const button = one("[data-more]", menu);
    button.addEventListener("click", () => show(button, boxOf(button).hidden));
    boxOf(button).addEventListener("click", (event) => { if (event.target.closest("a, button")) { button.focus(); show(button, false); } });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || boxOf(button).hidden) return;
      button.focus();
      show(button, false);
    });
    menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget) && event.relatedTarget) show(button, false); });
    addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) show(button, false); });
  }
}
