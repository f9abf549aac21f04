// The hours of a link. Hours that no window can have are not shown as others without a word.

import { h, icon, one } from "../common/dom.js";
import { linkTrouble, linkedWindow, usualWindow } from "../common/time.js";
import { windowText } from "./when.js";

/** The window that a page begins with, and why it is not the one in its address, or null; `usual` are the hours
    that the person usually has, or null. */
export function firstWindow(search, zone, usual) {
  const query = new URLSearchParams(search);
  const [from, to] = [query.get("from"), query.get("to")];
  const linked = linkedWindow(from, to);
  return { window: Object.freeze(linked ?? usualWindow(Date.now(), zone, usual)), trouble: linked ? null : linkTrouble(from, to) };
}

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
