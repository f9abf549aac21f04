// Whose bookings lose their place: before publishing, and who has answered after it.

import { h } from "../../common/dom.js";
import { spanText } from "../../common/time.js";
import { titleOf } from "../../common/words.js";
import { note } from "../note.js";
import { plural } from "../words.js";

const SHOWN_AT_ONCE = 100;
/** Of more than so many the list is folded: what becomes of the places comes after it. */
const UNFOLDED = 12;
const STATES = {
  to_be_held: () => "Will be kept aside",
  held: () => "No answer yet",
  moved: ({ moved_to: place }) => `Moved to ${place}`,
  cancelled: () => "Given back",
  returned: () => "The place is back",
  over: () => "Over without an answer",
};

function row(each) {
  return h("tr", { "data-state": each.state },
    h("th", { scope: "row" }, each.person_name, h("span", { class: "soft small" }, each.person_email)),
    h("td", {}, titleOf({ name: each.space_name, kind: each.kind }), h("span", { class: "soft small" }, spanText(each.from, each.to, each.time_zone))),
    h("td", { class: "small" }, STATES[each.state]?.(each) ?? each.state));
}

function table(affected) {
  return [
    h("div", { class: "table-frame" }, h("table", { class: "plain-table" }, h("caption", { class: "visually-hidden" }, "Bookings that lose their place"),
      h("thead", {}, h("tr", {}, ...["Person", "Place and hours", "State"].map((words) => h("th", { scope: "col" }, words)))),
      h("tbody", {}, ...affected.slice(0, SHOWN_AT_ONCE).map(row)))),
    affected.length > SHOWN_AT_ONCE && h("p", { class: "small soft" }, `And ${affected.length - SHOWN_AT_ONCE} more; the CSV in the panel Changes has all of them.`),
  ].filter(Boolean);
}

/** The same to be unfolded, beside what is said of it elsewhere. */
export const affectedDetails = (affected, open = false) =>
  h("details", { class: "affected", open }, h("summary", {}, `Who they are: ${plural(new Set(affected.map(({ person_id: id }) => id)).size, "person", "people")}`), ...table(affected));

function sayAfter(affected) {
  const waiting = affected.filter(({ state }) => state === "held").length;
  const all = plural(affected.length, "booking");
  if (!waiting) return note("", `${all} lost the place; every one of them is settled.`);
  const many = `${waiting === affected.length ? "Nobody has" : `${waiting} of ${affected.length} have not`} answered yet.`;
  return note("warning", many, "Their bookings are kept aside. They see it on the floor and under My bookings, with the nearest free places.");
}

/** The list of people; `isBefore` while the plan is a draft. Null where nobody is affected. */
export function affectedSection(planId, affected, isBefore) {
  if (!affected.length) return null;
  const people = new Set(affected.map(({ person_id: id }) => id)).size;
  return h("section", { class: "stack affected", "aria-labelledby": "affected-title" },
    h("h2", { id: "affected-title" }, "Who is affected"),
    isBefore
      ? note("warning", `${plural(affected.length, "booking")} would lose the place.`, `Kept aside, never deleted: ${plural(people, "person sees", "people see")} the nearest free places like it, and can choose.`)
      : sayAfter(affected),
    affectedDetails(affected, affected.length <= UNFOLDED),
    h("a", { class: "button", href: `/api/v1/plans/${planId}/affected.csv`, download: "affected-bookings.csv" }, "Download as CSV"));
}
