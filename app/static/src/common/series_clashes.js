// What to do about dates that were taken: another place on all of them, or trying again.

import { actButton } from "./dialog.js";
import { h } from "./dom.js";
import * as series from "./series.js";
import { dateText, whereText } from "./series_dates.js";
import { titleOf } from "./words.js";

/** Buttons for the clashing dates of a booked series, or null; `tell(series)` shows what came of one. */
export function unresolved(made, about, box, tell) {
  const open = made.dates.filter((date) => date.state === "clash");
  if (open.length === 0) return null;
  const dates = open.length === 1 ? "the taken date" : `the ${open.length} taken dates`;
  const elsewhere = (offer) => actButton(`Book ${titleOf(offer)} on ${dates}`, box,
    async () => tell(await series.retry(made.id, open.map(({ on }) => ({ on, space_id: offer.space_id })))), { kind: "offer", busy: "Booking…" });
  const again = actButton("Try them again", box, async () => tell(await series.retry(made.id)), { kind: "", busy: "Trying…" });
  const [taken, stay] = open.length === 1
    ? ["1 date is taken.", "It stays in the series: try it again when something has become free."]
    : [`${open.length} dates are taken.`, "They stay in the series: try them again when something has become free."];
  return h("div", { class: "notice warning series-clashes" },
    h("p", {}, h("strong", {}, taken), ` ${stay}`),
    ...made.for_all.map((offer) => h("div", {}, elsewhere(offer), h("p", { class: "soft small" }, whereText(offer, about.floorId)))),
    made.for_all.length === 0 && single(open, made, about, box, tell),
    again);
}

/** No place is free on all of them, so each date has its own. */
function single(open, made, about, box, tell) {
  const row = (date) => date.alternatives[0] && h("li", {}, actButton(
    `Book ${titleOf(date.alternatives[0])} on ${dateText(date.on, about.zone)}`, box,
    async () => tell(await series.retry(made.id, [{ on: date.on, space_id: date.alternatives[0].space_id }])), { kind: "offer", busy: "Booking…" }));
  return h("ul", { class: "results" }, ...open.map(row).filter(Boolean));
}
