// Availability for the chosen hours. What the page shows belongs to these hours or is not shown:
// an answer for other hours would send people to places that are taken.

import { titleOf } from "../common/words.js";

/** A function that puts availability into the state, by the `news` of it where it gets some; a newer
    request overtakes an older one.
    `early` is the answer that was asked for while the drawing was still under way; `wholes` knows
    what is booked as one, and `spaceOf` each place, to tell with which another is taken. */
export function makeRefresh(store, fetchWindow, early, wholes, spaceOf) {
  let asked = 0;
  return async (news) => {
    const mine = ++asked;
    const { window } = store.get();
    const document = await (mine === 1 ? early : fetchWindow(window, news));
    // Without them the floor can be looked at and booked all the same.
    await wholes.know(document.spaces).catch(() => {});
    if (mine !== asked || window !== store.get().window) return;
    const availability = new Map(document.spaces.map((item) => [item.id, withName(item, spaceOf)]));
    store.set({ availability, version: document.version, shown: window, plan: document.plan, asOf: Date.now(), wholes: wholes.seen(availability) });
  };
}

/** An entry with the name of the place that it is taken with, where the map has it. */
function withName(item, spaceOf) {
  const other = item.because && spaceOf(item.because);
  return other ? { ...item, with: titleOf(other) } : item;
}

/** True when what is shown is an answer for the chosen hours. */
export function isShown({ shown, window }) {
  return shown === window;
}
