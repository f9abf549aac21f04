// Availability for the chosen hours. What the page shows belongs to these hours or is not shown:
// an answer for other hours would send people to places that are taken.

import { remembered } from "../common/api.js";
import { announce } from "../common/announce.js";
import { hoursSpoken, instants } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { makeKeepStatus } from "../offline/visiting.js";
import { amended } from "./changes.js";
import { makeForbid } from "./forbidden.js";
import { makeAsked } from "./requested.js";
import { statusOf } from "./spaces.js";

const LATE_MS = 1000;
const AGAIN_MS = 5000;

/** A function that fetches the availability document of a window, or makes it of the one before and
    `news`; where rules keep places from some
    people (`isRuled`), with what is free and not for this one; where some want approval, with what
    this one would ask for, or has. */
export function makeFetch(floorId, zone, { isRuled, asksApproval }) {
  const fetchDocument = remembered();
  const keep = makeKeepStatus();
  const forbid = isRuled ? makeForbid(floorId) : (document) => document;
  const mark = asksApproval ? makeAsked(floorId) : (document) => document;
  let last = { path: null, document: null };
  return async (window, news = null) => {
    const hours = instants(window, zone);
    const path = `/floors/${floorId}/availability?${new URLSearchParams(hours)}`;
    const known = news && last.path === path && amended(last.document, news);
    const document = known || (await fetchDocument(path));
    last = { path, document };
    keep(document);
    return mark(await forbid(document, hours), hours);
  };
}

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
