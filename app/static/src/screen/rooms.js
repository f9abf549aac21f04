// The rooms beside the floor. Where not all have place they come in turns, and it says which these are;
// who wants no motion sees the first ones, and how many there are.

import { one } from "../common/dom.js";

const TURN_MS = 10_000;

/** `tell(rows)` shows list items, the first ones first; `part` has a list and a place for which they are. */
export function makeRooms(part, stillness = matchMedia("(prefers-reduced-motion: reduce)")) {
  const list = one("ul", part);
  const which = one("[data-which]", part);
  let rows = [];
  let first = 0;
  let shown = 0;

  const fits = (row) => row.offsetTop + row.offsetHeight <= list.offsetTop + list.clientHeight + 1;

  function show() {
    part.hidden = false;
    // It takes its line before anything is measured.
    which.textContent = "…";
    list.replaceChildren(...rows.slice(first));
    const fitting = [...list.children].filter(fits);
    shown = fitting.length;
    list.replaceChildren(...fitting);
    part.hidden = shown === 0;
    which.textContent = shown === rows.length ? "" : `${first + 1} to ${first + shown} of ${rows.length}`;
  }

  function turn() {
    if (part.hidden || shown === rows.length) return;
    first = stillness.matches || first + shown >= rows.length ? 0 : first + shown;
    show();
  }

  setInterval(turn, TURN_MS);
  addEventListener("resize", () => { first = 0; show(); });
  return (told) => {
    rows = told;
    if (first >= rows.length || stillness.matches) first = 0;
    show();
  };
}
