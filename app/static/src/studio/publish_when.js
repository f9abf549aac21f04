// From when on a plan shall be the floor's: from now, or from a day and a time in the building.

import { addDays, clock, wallOf } from "../common/time.js";
import { h } from "../common/dom.js";

const STEP_MINUTES = 30;
const DAY_MINUTES = 24 * 60;

function times() {
  const steps = [];
  for (let minute = 0; minute < DAY_MINUTES; minute += STEP_MINUTES) steps.push(clock(minute));
  return steps;
}

/** The next Monday: what most moves are planned for. */
function nextMonday(zone) {
  const today = wallOf(Date.now(), zone).date;
  const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(today, 7 - weekday);
}

/** A fieldset; `onchange(from)` is told null for now, else the wall time that was chosen. */
export function publishWhen(zone, onchange) {
  const today = wallOf(Date.now(), zone).date;
  const date = h("input", { class: "input", type: "date", id: "publish-date", min: today, value: nextMonday(zone), onchange: told });
  const time = h("select", { class: "input", id: "publish-time", onchange: told }, ...times().map((each) => h("option", { value: each }, each)));
  const later = h("div", { class: "publish-date", hidden: true },
    h("div", { class: "field" }, h("label", { for: date.id }, "Day"), date),
    h("div", { class: "field" }, h("label", { for: time.id }, "Time"), time));
  const choice = (value, words) => h("label", { class: "choice" },
    h("input", { type: "radio", name: "publish-when", value, checked: value === "now", onchange: chosen }), words);
  const isLater = () => element.querySelector("input[name=publish-when]:checked").value === "later";

  function told() {
    if (!isLater()) onchange(null);
    else if (date.value) onchange(`${date.value}T${time.value}`);
  }

  function chosen() {
    later.hidden = !isLater();
    told();
  }

  const element = h("fieldset", { class: "publish-when" }, h("legend", {}, "From when on"),
    choice("now", "From now on"), choice("later", "From a day on"), later);
  return element;
}
