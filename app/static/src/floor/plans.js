// Which plan a floor shows: the one that holds when the chosen hours begin. Another plan is another
// drawing with other places, so the page turns to it as to another page, at the same hours.

import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { DAY_ENDS, DAY_STARTS, dayText, instants, wallOf } from "../common/time.js";

const TURNED = "floorplans.turned";

/** "Mon 30 Nov", "Mon 30 Nov, 07:00". */
export function momentText(instant, zone) {
  const { time } = wallOf(instant, zone);
  return time === "00:00" ? dayText(instant, zone) : `${dayText(instant, zone)}, ${time}`;
}

const startOf = ({ from }) => (from ? Date.parse(from) : -Infinity);

/** The plan to draw for a window; of a floor that has none yet the first to come. */
export function planFor(plans, window, zone) {
  const begins = Date.parse(instants(window, zone).from);
  return plans.filter((plan) => startOf(plan) <= begins).at(-1) ?? plans[0];
}

/** Hours in which the floor has a plan; `window` unless it ends before the first. */
export function usefulWindow(plans, window, zone) {
  const first = startOf(plans[0]);
  if (first < Date.parse(instants(window, zone).to)) return window;
  return Object.freeze({ date: wallOf(first, zone).date, from: DAY_STARTS, to: DAY_ENDS });
}

/** What to know of the plan that holds in the chosen hours, or null. */
export function planSentence({ plan, plans }, zone) {
  if (!plan) return plans[0].from ? `From ${momentText(plans[0].from, zone)} on this floor has a plan.` : null;
  const said = [];
  if (plan.from && Date.parse(plan.from) > Date.now()) said.push(`This is the plan from ${momentText(plan.from, zone)} on.`);
  if (plan.until) said.push(`From ${momentText(plan.until, zone)} this floor has another plan.`);
  return said.join(" ") || null;
}

/** Something that says it, empty where there is nothing to say. */
export function planNote(state, zone) {
  const said = state.shown === null ? null : planSentence(state, zone);
  return said && h("p", { class: "notice plan-note" }, said);
}

function memory(value) {
  try {
    if (value === undefined) return JSON.parse(sessionStorage.getItem(TURNED));
    sessionStorage.setItem(TURNED, JSON.stringify(value));
  } catch {
    // Without storage the page still turns; only the focus goes to its beginning.
  }
  return null;
}

/** Turn the page when another plan than the drawn one holds; not in the middle of something. */
export function followPlan(store, drawn, zone) {
  const before = memory();
  if (before) memory(null);
  if (before?.digest === drawn) {
    // The fields are in the bar, or behind their button.
    if (before.chosen) [one("#when-button"), one("#when-date")].find((each) => each?.checkVisibility())?.focus();
    store.on(["shown"], () => { if (!before.told) announce(planSentence(store.get(), zone) ?? ""); before.told = true; });
  }
  store.on(["plan", "busy", "moving"], ({ plan, busy, moving }) => {
    // Turned to once already in vain: the service tells of a plan that its page does not have.
    if (!plan || plan.digest === drawn || plan.digest === before?.digest || busy || moving) return;
    memory({ digest: plan.digest, chosen: Boolean(document.activeElement?.closest(".for-when")) });
    location.reload();
  });
}
