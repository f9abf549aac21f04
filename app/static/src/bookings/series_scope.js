// One date, it and the later ones, or all: asked when a date of a series is cancelled or changed.

import { actButton, openDialog } from "../common/dialog.js";
import * as bookings from "../common/bookings.js";
import { h } from "../common/dom.js";
import * as series from "../common/series.js";
import { dateList, dateText, offerText } from "../common/series_dates.js";
import { instants, isUsableDay, windowBetween } from "../common/time.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { titleOf } from "../common/words.js";
import { sessionNote } from "./note.js";

const datesText = (number) => (number === 1 ? "1 date" : `${number} dates`);
const nameOf = (made) => titleOf({ name: made.space_name, kind: made.kind });
const aboutOf = (made) => ({ zone: made.time_zone, kind: made.kind, home: made.space_id, floorId: made.floor_id });

/** The choice of dates; `value()` is "this", "later" or "all". */
function scopeFields(made, date, chosen, onchange = () => {}) {
  const on = dateText(date.on, made.time_zone);
  const words = { this: `Only ${on}`, later: `${on} and the later ones`, all: "All dates to come" };
  const inputs = Object.keys(words).map((value) =>
    h("input", { type: "radio", name: "series-scope", value, checked: value === chosen, onchange }));
  return {
    element: h("fieldset", { class: "plain" }, h("legend", { class: "label" }, "Which dates"),
      ...inputs.map((input) => h("label", { class: "choice" }, input, words[input.value]))),
    value: () => inputs.find((input) => input.checked).value,
  };
}

/** What came of it: said on the page when all went well, else date by date in the dialog. */
function told(box, found, verb) {
  const changed = found.dates.filter((date) => date.changed);
  // A date that has its booking has a problem only when this could not change it.
  const troubled = found.dates.filter((date) => date.state === "booked" && date.problem && !date.changed);
  const words = `${verb}: ${nameOf(found)}, ${datesText(changed.length)}`;
  if (troubled.length === 0) { sessionNote(words); return; }
  const done = h("button", { type: "button", class: "button primary", onclick: () => sessionNote(words) }, "Done");
  box.closed.then(() => sessionNote(words));
  box.show(h("p", {}, h("strong", {}, `${words}. `), `${datesText(troubled.length)} ${troubled.length === 1 ? "stays" : "stay"} as before:`),
    dateList(troubled, aboutOf(found)), h("div", { class: "row dialog-actions" }, done));
  box.say(`${words}. ${datesText(troubled.length)} not changed.`);
  done.focus();
}

const keep = (box, words) => h("button", { type: "button", class: "button", onclick: box.close }, words);

/** Ask which dates to cancel, and cancel them. */
export function askCancel(made, date, scope = "this") {
  const box = openDialog(`Cancel ${nameOf(made)}`);
  const choice = scopeFields(made, date, scope);
  const go = actButton("Cancel these dates", box,
    async () => told(box, await series.cancel(made.id, choice.value(), date.on), "Cancelled"), { kind: "danger", busy: "Cancelling…" });
  box.show(choice.element, h("p", { class: "soft small" }, made.is_by_me ? `Dates that ${made.person_name} moved stay theirs.` : "Dates that you changed by themselves are cancelled too."),
    h("div", { class: "row dialog-actions" }, keep(box, "Keep them"), go));
  box.dialog.querySelector("input:checked").focus();
  return box.closed;
}

/** A place for the dates in scope: the present one, or one that is free on all of them. */
function placeField(made, dates, box) {
  const select = h("select", { class: "input", id: "series-place" }, h("option", { value: "" }, `Stay at ${nameOf(made)}`));
  const look = actButton("Find other places", box, async () => {
    const plan = await series.preview({ space_id: made.space_id, hours: made.hours, dates: dates().map(({ on }) => ({ on })), for_person_id: made.is_mine ? null : made.person_id });
    const known = new Set([...select.options].map(({ value }) => value));
    select.append(...plan.for_all.filter((offer) => !known.has(offer.space_id))
      .map((offer) => h("option", { value: offer.space_id }, offerText(offer, made.floor_id))));
    box.say(plan.for_all.length ? `${plan.for_all.length} places are free on all of these dates.` : "No place like it is free on all of these dates.");
    look.hidden = true;
    note.textContent = plan.for_all.length ? "" : "No place like it is free on all of these dates.";
    select.focus();
  }, { kind: "", busy: "Looking…" });
  const note = h("p", { class: "soft small" });
  return {
    element: h("div", { class: "place-field" }, h("div", { class: "field" }, h("label", { for: select.id }, "Place"), select), look, note),
    value: () => select.value || undefined,
  };
}

/** The fields of a change; those of one date have its day, those of several the last day. */
function changeFields(made, date, scope, box) {
  const times = timeFields("series", () => made.time_zone);
  // One date may have hours of its own.
  const own = date.booking_id && windowBetween(date.from, date.to, made.time_zone);
  const wall = scope === "this" && own ? own : { date: date.on, ...made.hours };
  times.set(wall);
  const last = h("input", { class: "input", type: "date", id: "series-last", value: made.ends_on, min: date.on });
  const lastField = h("div", { class: "field" }, h("label", { for: last.id }, "Last day"), last);
  const choice = scopeFields(made, date, scope, () => show());
  const inScope = () => made.dates.filter((each) => each.booking_id && (choice.value() === "all" ? each.phase === "upcoming" : each.on >= date.on));
  const place = placeField(made, inScope, box);
  const show = () => {
    const alone = choice.value() === "this";
    times.fields.date.closest(".field").hidden = !alone;
    lastField.hidden = alone;
    place.element.hidden = alone;
  };
  show();
  const body = () => {
    const { from, to } = times.value();
    const hours = from === wall.from && to === wall.to ? undefined : { from, to };
    const until = last.value === made.ends_on ? undefined : last.value;
    return { scope: choice.value(), on: date.on, hours, until, space_id: place.value() };
  };
  const trouble = () => {
    const reason = windowTrouble(times.value());
    if (reason || choice.value() === "this") return reason;
    if (!isUsableDay(last.value)) return "Choose a last day.";
    return body().hours || body().until || body().space_id ? null : "Nothing is different yet.";
  };
  return { elements: [choice.element, times.element, place.element, lastField], choice, trouble, body, window: () => times.value() };
}

/** Ask what should be different for which dates, and change them. */
export function askChange(made, date, scope = "this") {
  const box = openDialog(`Change ${nameOf(made)}`);
  const fields = changeFields(made, date, scope, box);
  const save = actButton("Save the change", box, async () => {
    const trouble = fields.trouble();
    if (trouble) { box.fail({ message: trouble }); return; }
    if (fields.choice.value() !== "this" || !date.booking_id) { told(box, await series.change(made.id, fields.body()), "Changed"); return; }
    await bookings.change(date.booking_id, instants(fields.window(), made.time_zone));
    sessionNote(`Changed: ${nameOf(made)}, ${dateText(fields.window().date, made.time_zone)}`);
  }, { busy: "Saving…" });
  box.show(...fields.elements, h("p", { class: "soft small" }, "A date that you change by itself stays so when the series changes."),
    h("div", { class: "row dialog-actions" }, keep(box, "Keep it"), save));
  box.dialog.querySelector("input:checked").focus();
  return box.closed;
}
