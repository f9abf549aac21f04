// On which days: every week on some weekdays until a day, or days that are chosen one by one.

import { h } from "../common/dom.js";
import { WEEKDAYS, weekdayOf, weeklyRule } from "../common/series.js";
import { dateText } from "../common/series_dates.js";
import { addDays, hoursText, isUsableDay } from "../common/time.js";

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const USUAL_WEEKS = 4;
const EVERY = [[1, "Every week"], [2, "Every 2 weeks"], [3, "Every 3 weeks"], [4, "Every 4 weeks"]];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (date) => DAY.test(date) && isUsableDay(date);

function way(name, value, words, checked, onchange) {
  return h("label", { class: "chip" }, h("input", { type: "radio", name, value, checked, onchange }), words);
}

function weekly(window) {
  const own = weekdayOf(window.date);
  const boxes = WEEKDAYS.map((day) => h("input", { type: "checkbox", value: day, checked: day === own }));
  const chips = boxes.map((box, index) => h("label", { class: "chip" }, box,
    h("span", { "aria-hidden": "true" }, NAMES[index].slice(0, 3)), h("span", { class: "visually-hidden" }, NAMES[index])));
  const every = h("select", { class: "input", id: "repeat-every" }, ...EVERY.map(([value, words]) => h("option", { value }, words)));
  const until = h("input", { class: "input", type: "date", id: "repeat-until", required: true, min: window.date, value: addDays(window.date, USUAL_WEEKS * 7) });
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    element: h("div", { class: "stack" },
      h("fieldset", { class: "plain" }, h("legend", { class: "label" }, "Weekdays"), h("div", { class: "weekdays" }, ...chips)),
      h("div", { class: "repeat-ends" },
        h("div", { class: "field" }, h("label", { for: every.id }, "How often"), every),
        h("div", { class: "field" }, h("label", { for: until.id }, "Last day"), until))),
    trouble() {
      if (chosen().length === 0) return "Choose at least one weekday.";
      if (!isDay(until.value)) return "Choose a last day.";
      return until.value < window.date ? "The last day lies before the first." : null;
    },
    value: () => ({ rule: weeklyRule(chosen(), Number(every.value), until.value), starts_on: window.date }),
  };
}

function single(window, zone) {
  const days = new Set([window.date]);
  const list = h("ul", { class: "chips repeat-chosen", "aria-label": "Chosen days" });
  const day = h("input", { class: "input", type: "date", id: "repeat-day", value: addDays(window.date, 1) });
  const said = h("p", { class: "visually-hidden", role: "status" });
  const add = () => {
    if (!isDay(day.value)) { said.textContent = "Choose a day first."; return; }
    said.textContent = `Added ${dateText(day.value, zone)}`;
    days.add(day.value);
    day.value = addDays(day.value, 1);
    draw();
  };
  const drop = (date) => () => {
    days.delete(date);
    said.textContent = `Left out ${dateText(date, zone)}`;
    draw();
    day.focus();
  };
  function draw() {
    list.replaceChildren(...[...days].sort().map((date) => h("li", {}, h("button", {
      type: "button", class: "chip", "aria-label": `Leave out ${dateText(date, zone)}`, onclick: drop(date),
    }, dateText(date, zone), h("span", { "aria-hidden": "true" }, "×")))));
  }
  // Enter in the field adds the day, as people expect.
  day.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } });
  draw();
  return {
    element: h("div", { class: "stack" }, list, h("div", { class: "repeat-add" },
      h("div", { class: "field" }, h("label", { for: day.id }, "Another day"), day),
      h("button", { type: "button", class: "button", onclick: add }, "Add this day")), said),
    trouble: () => (days.size === 0 ? "Choose at least one day." : null),
    value: () => ({ dates: [...days].sort().map((on) => ({ on })) }),
  };
}

/** The fields; `value()` is what the service takes, `trouble()` why it cannot be asked, or null. */
export function makeDays(window, zone) {
  const ways = { weekly: weekly(window), single: single(window, zone) };
  let chosen = "weekly";
  const choose = (event) => {
    chosen = event.target.value;
    for (const [name, each] of Object.entries(ways)) each.element.hidden = name !== chosen;
  };
  ways.single.element.hidden = true;
  return {
    element: h("div", { class: "stack" },
      h("p", { class: "booking-when" }, hoursText(window, zone)),
      h("fieldset", { class: "plain" }, h("legend", { class: "label" }, "On which days"),
        h("div", { class: "chips" }, way("repeat-way", "weekly", "Weekly", true, choose), way("repeat-way", "single", "Chosen days", false, choose))),
      ways.weekly.element, ways.single.element),
    trouble: () => ways[chosen].trouble(),
    value: () => ways[chosen].value(),
  };
}
