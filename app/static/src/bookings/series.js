// Series in "My bookings": each as a card with all its dates, and each booking of one says so.

import { Problem } from "../common/api.js";
import { openDialog } from "../common/dialog.js";
import { h, icon, one } from "../common/dom.js";
import * as series from "../common/series.js";
import { unresolved } from "../common/series_clashes.js";
import { countsText, dateList, dateText } from "../common/series_dates.js";
import { wallOf } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { sessionNote } from "./note.js";
import { askCancel, askChange } from "./series_scope.js";

export const aboutOf = (made) => ({ zone: made.time_zone, kind: made.kind, home: made.space_id, floorId: made.floor_id });
export const seriesTitle = (made) => titleOf({ name: made.space_name, kind: made.kind });

const OPEN = new Set(["booked", "clash", "planned"]);

/** The first date ahead: what "this and the later ones" of a whole series means. */
function firstAhead(made) {
  const today = wallOf(Date.now(), made.time_zone).date;
  return made.dates.find((date) => OPEN.has(date.state) && date.on >= today && date.phase !== "past");
}

function card(made) {
  const about = aboutOf(made);
  const ahead = firstAhead(made);
  const open = made.dates.some((date) => date.state === "clash");
  const until = made.dates.length > 1 ? ` until ${dateText(made.ends_on, made.time_zone)}` : "";
  const buttons = ahead && h("div", { class: "row" },
    open && h("button", { type: "button", class: "button", onclick: () => resolveClashes(made) }, "Taken dates"),
    h("button", { type: "button", class: "button", onclick: () => askChange(made, ahead, "all") }, "Change"),
    h("button", { type: "button", class: "button danger", onclick: () => askCancel(made, ahead, "all") }, "Cancel"));
  return h("details", { class: "series-card", "data-series": made.id },
    h("summary", {}, h("strong", {}, seriesTitle(made)),
      made.is_by_me && h("span", {}, `For ${made.person_name}`),
      h("span", {}, `${made.said}${until}, ${made.hours.from}–${made.hours.to}`),
      h("span", { class: "soft small" }, `${made.floor_name}, ${made.building_name} · ${countsText(made.dates)}`), icon("down")),
    h("div", { class: "stack" }, dateList(made.dates, about), buttons));
}

/** Offers for the dates of a series that are taken; what is free is looked up when it is asked. */
async function resolveClashes(made) {
  const box = openDialog(`Taken dates of ${seriesTitle(made)}`);
  const before = countsText(made.dates);
  let last = made;
  const tell = (found) => {
    last = found;
    box.show(unresolved(found, aboutOf(found), box, tell) ?? h("p", {}, h("strong", {}, "Every date has its place now.")),
      dateList(found.dates, aboutOf(found)),
      h("div", { class: "row dialog-actions" }, h("button", { type: "button", class: "button primary", onclick: box.close }, "Done")));
    box.say(countsText(found.dates));
    box.dialog.querySelector(".series-clashes button, .dialog-actions button").focus();
  };
  try {
    tell(await series.one(made.id));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    box.fail(problem);
  }
  await box.closed;
  if (countsText(last.dates) !== before) sessionNote(`${seriesTitle(last)}: ${countsText(last.dates)}`);
}

function mark(root, made, date) {
  const found = one(`[data-booking="${CSS.escape(date.booking_id)}"] .booking-what`, root);
  found?.append(h("span", { class: "soft small" }, `${made.said}${date.by_hand ? ", changed by itself" : ""}`));
}

/** Show the series; resolves to a function that finds {made, date} of a booking, or undefined. */
export async function showSeries(root) {
  // The bookings stand without it.
  const all = await series.mine().catch(() => []);
  const found = new Map();
  for (const made of all) {
    for (const date of made.dates.filter((each) => each.booking_id)) {
      found.set(date.booking_id, { made, date });
      mark(root, made, date);
    }
  }
  const current = all.filter(firstAhead);
  if (current.length) {
    root.prepend(h("section", { class: "series-list", "aria-labelledby": "series-title" },
      h("h2", { id: "series-title" }, "Series"), ...current.map(card)));
  }
  root.dataset.seriesShown = String(current.length);
  return (bookingId) => found.get(bookingId);
}
