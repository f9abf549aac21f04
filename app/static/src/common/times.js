// A day, a start and an end as three plain fields: native on a phone, reachable by keyboard.

import { h } from "./dom.js";
import { STEP_MINUTES, clock, endText, isOvernight, isUsableDay, longText } from "./time.js";

const DAY_MINUTES = 24 * 60;

function options(first, last) {
  const steps = [];
  for (let minute = first; minute <= last; minute += STEP_MINUTES) steps.push(clock(minute));
  return steps;
}

function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) {
    const after = [...select.options].find((option) => option.value > value);
    select.insertBefore(h("option", { value }, value), after ?? null);
  }
  select.value = value;
}

function field(id, label, control) {
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

/** What the fields alone do not make plain: "next day", "next day, 23 hours", or nothing. */
function remarks(window, zone) {
  if (windowTrouble(window)) return "";
  return [isOvernight(window) && "next day", longText(window, zone)].filter(Boolean).join(", ");
}

/** Three fields, and words beside the end when it is on the next day or far away; `zoneOf()` is the
    time zone, `value()` gives {date, from, to}, `set()` shows one, `onchange` is told. */
export function timeFields(prefix, zoneOf, onchange = () => {}) {
  const changed = () => { mark(); onchange(); };
  const pick = (name, first, last) =>
    h("select", { class: "input", id: `${prefix}-${name}`, onchange: changed },
      ...options(first, last).map((time) => h("option", { value: time }, time)));
  const date = h("input", { class: "input", type: "date", id: `${prefix}-date`, required: true, onchange: changed });
  const from = pick("from", 0, DAY_MINUTES - STEP_MINUTES);
  const to = pick("to", STEP_MINUTES, DAY_MINUTES);
  const nextDay = h("p", { class: "next-day", id: `${prefix}-next-day`, hidden: true });
  to.setAttribute("aria-describedby", nextDay.id);
  const value = () => ({ date: date.value, from: from.value, to: to.value });
  // Hidden words would still describe the field.
  const mark = () => { nextDay.textContent = remarks(value(), zoneOf()); nextDay.hidden = !nextDay.textContent; };
  return {
    element: h("div", { class: "time-fields" },
      field(date.id, "Day", date), field(from.id, "From", from), field(to.id, "To", to), nextDay),
    value,
    set(window) {
      if (date.value !== window.date) date.value = window.date;
      choose(from, window.from);
      choose(to, window.to);
      mark();
    },
    fields: { date, from, to },
  };
}

/** Hours that may be a slip, said in full before they are booked, or null. */
export function longNote(window, zone) {
  const length = longText(window, zone);
  return length && h("p", { class: "long-hours" }, `Until ${endText(window, zone)}: ${length}`);
}

/** Why a window cannot be used, or null. */
export function windowTrouble(window) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(window.date)) return "Choose a day.";
  if (!isUsableDay(window.date)) return "Choose a day in this century.";
  if (window.to === window.from) return "The end must differ from the start.";
  return null;
}
