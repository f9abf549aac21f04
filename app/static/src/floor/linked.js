// The hours of a link. Hours that no window can have are not shown as others without a word.

import { h, icon, one } from "../common/dom.js";
import { windowText } from "./when.js";

/** Say what is wrong with the hours of a link, until other hours are chosen or it is closed. */
export function tellTrouble(trouble, store, zone) {
  if (!trouble) return;
  const shown = windowText(store.get().window, zone);
  const close = () => note.remove();
  const note = h("div", { class: "hours-note", role: "alert" },
    h("p", {}, h("strong", {}, trouble), ` Shown instead: ${shown}. Choose the day and hours above.`),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close this message", onclick: close }, icon("close")));
  one(".floor-bar").append(note);
  store.on(["window"], close);
}
