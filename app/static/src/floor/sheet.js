// On a phone the panel is a sheet at the bottom: a line of summary, and more when pulled up.

import { one } from "../common/dom.js";
import { countText } from "../common/words.js";
import { counts } from "./spaces.js";

const PULL_PX = 24;

/** The handle opens and shuts the sheet, by tap, key or pull; choosing a space opens it. `moved()`
    is told when it covers more or less than before. */
export function makeSheet(panel, store, spaces, moved) {
  const handle = one(".sheet-handle", panel);
  let start = null;
  let pulled = false;

  const show = (open) => {
    panel.dataset.open = String(open);
    handle.setAttribute("aria-expanded", String(open));
    moved();
  };
  const isOpen = () => panel.dataset.open === "true";

  handle.addEventListener("click", () => { if (!pulled) show(!isOpen()); });
  handle.addEventListener("pointerdown", (event) => { start = event.clientY; pulled = false; });
  addEventListener("pointerup", (event) => {
    if (start === null) return;
    const way = start - event.clientY;
    start = null;
    pulled = Math.abs(way) > PULL_PX;
    if (pulled) show(way > 0);
  });
  store.on(["selected"], ({ selected }) => show(Boolean(selected)));
  store.on(["availability", "filters"], (state) => {
    const found = Object.entries(counts(spaces, state)).sort(([, a], [, b]) => b.all - a.all);
    const words = found.map(([kind, { free }]) => countText(free, kind));
    one(".sheet-summary", panel).textContent = state.shown ? `Free: ${words.join(", ")}` : "Looking what is free…";
  });
  // What arrives later makes it higher too.
  new ResizeObserver(moved).observe(panel);
  show(false);
}
