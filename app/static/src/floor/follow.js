// Turns a floor page to other hours.

import { announce } from "../common/announce.js";
import { hoursSpoken } from "../common/time.js";
import { toast } from "../common/toast.js";
import { isShown } from "./refresh.js";
import { statusOf } from "./spaces.js";

const LATE_MS = 1000;
const AGAIN_MS = 5000;

/** A function for when other hours were chosen: asks for them, and for no longer than a moment
    leaves the old answer standing. A service that is away or busy is asked again. */
export function makeFollow(store, refresh, zone, spaces) {
  let late = 0;
  let again = 0;
  const forget = () => { if (!isShown(store.get())) store.set({ availability: new Map(), shown: null }); };
  return async function follow() {
    clearTimeout(late);
    clearTimeout(again);
    late = setTimeout(forget, LATE_MS);
    try {
      await refresh();
      if (isShown(store.get())) announceWindow(store.get(), zone, spaces);
    } catch (problem) {
      if (isShown(store.get())) return;
      forget();
      toast(`${problem.message} ${problem.advice ?? ""}`);
      const passes = !problem.status || problem.status === 429 || problem.status >= 500;
      if (passes) again = setTimeout(() => { if (!isShown(store.get())) follow(); }, AGAIN_MS);
    }
  };
}

/** What is booked as one is no place more. */
function announceWindow(state, zone, spaces) {
  const free = spaces.filter(({ id }) => statusOf(state, id).status === "free").length;
  announce(`${free} places free, ${hoursSpoken(state.window, zone)}`);
}
