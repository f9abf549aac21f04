// Map or list, filters open or shut, and the keys that work anywhere on the page.

import { all, one } from "../common/dom.js";

function typing(target) {
  return target.closest?.("input, select, textarea, [contenteditable]");
}

function popover(button, box) {
  const show = (open) => {
    box.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(box.hidden));
  addEventListener("pointerdown", (event) => {
    if (!box.hidden && !box.contains(event.target) && !button.contains(event.target)) show(false);
  });
  return { isOpen: () => !box.hidden, close() { show(false); button.focus(); } };
}

/** Wire the view switch, the pop-up boxes, and the keys L, + and -, and Escape. */
export function makeViews({ store, map, select, keep }) {
  const boxes = [
    popover(one("#filter-button"), one("#filters")),
    popover(one("#where-button"), one("#where")),
    popover(one("#when-button"), one("#when")),
  ];
  const buttons = all("[data-view]");
  let shown = "map";
  const show = ({ view }) => {
    one(".floor").dataset.shows = view;
    one(".list-view").hidden = view !== "list";
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    if (view === "map" && shown !== "map") map.invalidateSize({ animate: false });
    shown = view;
  };
  const choose = (view) => {
    store.set({ view });
    keep("view", view);
  };
  for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.view));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const open = boxes.find((box) => box.isOpen());
      if (open) open.close();
      else if (store.get().selected) select(null, { back: true });
      else store.set({ moving: null });
    } else if (["+", "-"].includes(event.key) && !typing(event.target)) {
      map.setZoom(map.getZoom() + (event.key === "+" ? 1 : -1));
    } else if (event.key.toLowerCase() === "l" && !typing(event.target)) {
      choose(store.get().view === "list" ? "map" : "list");
      one(`[data-view="${store.get().view}"]`).focus();
    }
  });
  store.on(["view"], show);
  show(store.get());
}
