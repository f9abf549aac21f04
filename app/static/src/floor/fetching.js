// Asks what is free in some hours, and for this person where rules or approvals hold.

import { remembered } from "../common/api.js";
import { instants } from "../common/time.js";
import { amended } from "./changes.js";
import { makeForbid } from "./forbidden.js";
import { makeAsked } from "./requested.js";

/** {fetchWindow, keepWith}. `fetchWindow` fetches the availability document of a window, or makes it of the one before and
    `news`; where rules keep places from some
    people (`isRuled`), with what is free and not for this one; where some want approval, with what
    this one would ask for, or has. `keepWith(keep)` hands each to `keep(document, at)`, the last one too. */
export function makeFetch(floorId, zone, { isRuled, asksApproval }) {
  const fetchDocument = remembered();
  const forbid = isRuled ? makeForbid(floorId) : (document) => document;
  const mark = asksApproval ? makeAsked(floorId) : (document) => document;
  let last = { path: null, document: null, at: 0 };
  let keep = () => {};
  return {
    async fetchWindow(window, news = null) {
      const hours = instants(window, zone);
      const path = `/floors/${floorId}/availability?${new URLSearchParams(hours)}`;
      const known = news && last.path === path && amended(last.document, news);
      const document = known || (await fetchDocument(path));
      last = { path, document, at: Date.now() };
      keep(document, last.at);
      return mark(await forbid(document, hours), hours);
    },
    keepWith(then) {
      keep = then;
      if (last.document) keep(last.document, last.at);
    },
  };
}
