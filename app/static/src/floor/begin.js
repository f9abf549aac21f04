// What a floor page asks for before anything is drawn: as soon as it knows its hours.

import { immutable } from "../common/api.js";
import { linkTrouble, linkedWindow, usualWindow } from "../common/time.js";
import { makeFetch } from "./fetching.js";
import { planFor, usefulWindow } from "./inforce.js";

/** The window that a page begins with, and why it is not the one in its address, or null; `usual` are the hours
    that the person usually has, or null. */
function firstWindow(search, zone, usual) {
  const query = new URLSearchParams(search);
  const [from, to] = [query.get("from"), query.get("to")];
  const linked = linkedWindow(from, to);
  return { window: Object.freeze(linked ?? usualWindow(Date.now(), zone, usual)), trouble: linked ? null : linkTrouble(from, to) };
}

/** Ask for the drawing and for what is free; settings: floorId, plans [{from, until, digest, mapUrl}], timeZone, usual {from, to} or null,
    liveUrl, heading, together (what is booked as one, as the API tells it), isStaff, isRuled, asksApproval, favourites [ids].
    Resolves at once to the settings, the hours {window, trouble}, the plan's `digest`, its `drawing` and the first
    answer `early`, both under way, `fetchWindow` for later ones and `keepWith`. */
export async function begin(settings) {
  const { floorId, plans, timeZone: zone, usual } = settings;
  const { window: meant, trouble } = firstWindow(location.search, zone, usual);
  const window = usefulWindow(plans, meant, zone);
  const { mapUrl, digest } = planFor(plans, window, zone);
  const { fetchWindow, keepWith } = makeFetch(floorId, zone, settings);
  const [early, drawing] = [fetchWindow(window), immutable(mapUrl)];
  // Who waits for them sees a failure.
  for (const each of [early, drawing]) each.catch(() => {});
  return { settings, window, trouble, digest, drawing, early, fetchWindow, keepWith };
}
