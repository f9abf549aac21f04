// "Repeat…": the place of the panel on several days. First the days, then what would come of each,
// then what came of each.

import { actButton, openDialog } from "../common/dialog.js";
import { h } from "../common/dom.js";
import * as series from "../common/series.js";
import { countsText, dateList } from "../common/series_dates.js";
import { titleOf } from "../common/words.js";
import { makeDays } from "./repeat_days.js";
import { makeChoices } from "./repeat_choices.js";
import { unresolved } from "../common/series_clashes.js";
import { forText } from "./whom.js";

const approvalNote = (person) => h("p", { class: "notice" }, h("strong", {}, "Needs approval. "),
  `Each date is ${person ? `${person.name}’s` : "yours"} when it is approved; until then others can ask for it too.`);

/** How many dates are booked, and how many wait for somebody's answer. */
function toldText(made, person) {
  const count = (isAsked) => made.dates.filter((date) => date.state === "booked" && date.asked === isAsked).length;
  const [booked, asked] = [count(false), count(true)];
  const all = `of ${datesText(made.dates.length)}`;
  const waits = `${asked} ${asked === 1 ? "waits" : "wait"} for approval`;
  if (asked && !booked) return `${asked} ${all} ${asked === 1 ? "is" : "are"} asked for${forText({ person })}, and ${asked === 1 ? "waits" : "wait"} for approval.`;
  return `${booked} ${all} ${booked === 1 ? "is" : "are"} booked${forText({ person })}${asked ? `, ${waits}` : ""}.`;
}

const datesText = (number) => (number === 1 ? "1 date" : `${number} dates`);

/** Open the dialog for a place and the hours that the page shows; `refresh` looks again what is free. */
export async function openRepeat(space, window, { zone, floorId, refresh, forget = () => {}, person = null, bring = [], noted = {} }) {
  const box = openDialog(`Repeat ${titleOf(space)}${forText({ person })}`);
  const whose = person ? { for_person_id: person.id } : {};
  const about = { zone, kind: space.kind, home: space.id, floorId };
  const days = makeDays(window, zone);
  askDays();
  let isBooked = false;
  await box.closed;
  if (isBooked) forget();
  await refresh().catch(() => {});

  function askDays() {
    const next = actButton("See the dates", box, async () => {
      const trouble = days.trouble();
      if (trouble) { box.fail({ message: trouble, status: 0 }); return; }
      const body = { space_id: space.id, hours: { from: window.from, to: window.to }, bring, ...noted, ...whose, ...days.value() };
      choose(body, await series.preview(body));
    });
    box.show(days.element, h("div", { class: "row dialog-actions" }, next));
    box.dialog.querySelector("input")?.focus();
  }

  function choose(body, plan) {
    const choices = makeChoices(plan, about);
    const isAsking = plan.dates.some((date) => date.asked);
    const book = actButton("", box, async () => tell(await series.book({ ...body, dates: choices.dates(body) })), { busy: isAsking ? "Asking…" : "Booking…" });
    const count = () => { book.textContent = `${isAsking ? "Ask for" : "Book"} ${datesText(choices.count())}`; book.disabled = choices.count() === 0; };
    choices.onchange(count);
    const back = h("button", { type: "button", class: "button", onclick: askDays }, "Other days");
    box.show(h("p", {}, `${plan.said}. ${countsText(plan.dates)}.`), isAsking && approvalNote(person), choices.element,
      h("div", { class: "row dialog-actions" }, back, book));
    count();
    box.say(countsText(plan.dates));
    choices.focus();
  }

  function tell(made) {
    isBooked = true;
    const words = toldText(made, person);
    const done = h("button", { type: "button", class: "button primary", onclick: box.close }, "Done");
    box.show(h("p", { class: "series-told", tabindex: "-1" }, h("strong", {}, words)), unresolved(made, about, box, tell),
      dateList(made.dates, about),
      h("p", { class: "soft small" }, "“My bookings” shows them together, to change or cancel one, the later or all of them."),
      h("div", { class: "row dialog-actions" }, h("a", { class: "button", href: "/my/bookings" }, "My bookings"), done));
    box.say(words);
    done.focus();
  }
}
