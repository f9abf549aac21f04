// Availability for the chosen hours. What the page shows belongs to these hours or is not shown:
// an answer for other hours would send people to places that are taken.

import { remembered } from "../common/api.js";
import { announce } from "../common/announce.js";
import { hoursSpoken, instants } from "../common/time.js";
import { toast } from "../common/toast.js";

const LATE_MS = 1000;
const AGAIN_MS = 5000;

/** A function that fetches the availability document of a window. */
export function makeFetch(floorId, zone) {
  const fetchDocument = remembered();
  return (window) => fetchDocument(`/floors/${floorId}/availability?${new URLSearchParams(instants(window, zone))}`);
}

/** A function that puts availability into the state; a newer request overtakes an older one.
    `early` is the answer that was asked for while the drawing was still under way. */
export function makeRefresh(store, fetchWindow, early) {
  let asked = 0;
  return async () => {
    const mine = ++asked;
    const { window } = store.get();
    const document = await (mine === 1 ? early : fetchWindow(window));
    if (mine !== asked || window !== store.get().window) return;
    const availability = new Map(document.spaces.map((item) => [item.id, item]));
    store.set({ availability, version: document.version, shown: window, plan: document.plan });
  };
}

/** True when what is shown is an answer for the chosen hours. */
export function isShown({ shown, window }) {
  return shown === window;
}

/** A function for when other hours were chosen: asks for them, and for no longer than a moment
    leaves the old answer standing. A service that is away or busy is asked again. */
export function makeFollow(store, refresh, zone) {
  let late = 0;
  let again = 0;
  const forget = () => { if (!isShown(store.get())) store.set({ availability: new Map(), shown: null }); };
  return async function follow() {
    clearTimeout(late);
    clearTimeout(again);
    late = setTimeout(forget, LATE_MS);
    try {
      await refresh();
      if (isShown(store.get())) announceWindow(store.get(), zone);
    } catch (problem) {
      if (isShown(store.get())) return;
      forget();
      toast(`${problem.message} ${problem.advice ?? ""}`);
      const passes = !problem.status || problem.status === 429 || problem.status >= 500;
      if (passes) again = setTimeout(() => { if (!isShown(store.get())) follow(); }, AGAIN_MS);
    }
  };
}

function announceWindow({ availability, window }, zone) {
  const free = [...availability.values()].filter(({ status }) => status === "free").length;
  announce(`${free} places free, ${hoursSpoken(window, zone)}`);
}
