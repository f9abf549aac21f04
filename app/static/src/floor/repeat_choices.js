// What would come of each date, and what a person wants of it: to have it, to leave it out, or
// another place where this one is taken.

import { h } from "../common/dom.js";
import { dateLine, dateText, offerText } from "../common/series_dates.js";
import { titleOf } from "../common/words.js";

const LATER = "later";
const OUT = "out";

function tick(date, about, changed) {
  const box = h("input", { type: "checkbox", checked: true, onchange: changed });
  return { box, element: h("label", { class: "choice series-day" }, box, dateText(date.on, about.zone)) };
}

function places(date, about, changed) {
  return h("select", { class: "input", "aria-label": `Place on ${dateText(date.on, about.zone)}`, onchange: changed },
    h("option", { value: LATER }, "Try again later"),
    ...date.alternatives.map((offer) => h("option", { value: offer.space_id }, offerText(offer, about.floorId))),
    h("option", { value: OUT }, "Leave it out"));
}

function makeRow(date, about, changed) {
  if (date.state === "clash") {
    const select = places(date, about, changed);
    const place = () => ([LATER, OUT].includes(select.value) ? null : select.value);
    return {
      element: dateLine(date, about, { control: select }), select,
      isBooked: () => place() !== null,
      asked: () => (select.value === OUT ? { skip: true } : place() && { space_id: place() }),
    };
  }
  const isPossible = date.state === "free" || date.state === "planned";
  if (!isPossible) return { element: dateLine(date, about), isBooked: () => false, asked: () => null };
  const { box, element } = tick(date, about, changed);
  return { element: dateLine(date, about, { lead: element }), isBooked: () => box.checked, asked: () => (box.checked ? null : { skip: true }) };
}

/** One place that is free on all the taken dates, a press away. */
function forAll(plan, rows, changed) {
  const open = rows.filter(({ select }) => select);
  if (open.length < 2) return null;
  const take = (offer) => () => {
    for (const { select } of open) {
      if (![...select.options].some(({ value }) => value === offer.space_id)) {
        select.insertBefore(h("option", { value: offer.space_id }, titleOf(offer)), select.options[1]);
      }
      select.value = offer.space_id;
    }
    changed();
  };
  return h("div", { class: "row" }, ...plan.for_all.slice(0, 1).map((offer) =>
    h("button", { type: "button", class: "button offer", onclick: take(offer) }, `Take ${titleOf(offer)} on all ${open.length} taken dates`)));
}

/** The dates of a preview with their choices: `count()` is how many would be booked, `dates(body)`
    what is asked of single dates. */
export function makeChoices(plan, about) {
  let told = () => {};
  const changed = () => told();
  const rows = plan.dates.map((date) => ({ on: date.on, ...makeRow(date, about, changed) }));
  const list = h("ul", { class: "series-dates", "aria-label": "Dates", tabindex: "-1" }, ...rows.map(({ element }) => element));
  return {
    element: h("div", { class: "stack" }, forAll(plan, rows, changed), list),
    onchange(listener) { told = listener; },
    focus: () => list.focus(),
    count: () => rows.filter((row) => row.isBooked()).length,
    dates(body) {
      const asked = rows.map((row) => ({ on: row.on, ...row.asked() }));
      // Chosen days are all named; of a rule only those that are to be otherwise.
      return body.rule ? asked.filter((date) => Object.keys(date).length > 1) : asked;
    },
  };
}
