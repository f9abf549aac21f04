// What is said of the plan that a floor shows: the one in force when the chosen hours begin, or the
// present one while they run. Another plan is another drawing with other places, so the page turns
// to it as to another page, at the same hours.

import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { dayText, wallOf } from "../common/time.js";
import { toast } from "../common/toast.js";
import { endOf, startOf } from "./inforce.js";

const TURNED = "floorplans.turned";
// The service shall surely have come to the date, too.
const AFTER_MS = 500;
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** "Mon 30 Nov", "Mon 30 Nov, 07:00". */
export function momentText(instant, zone) {
  const { time } = wallOf(instant, zone);
  return time === "00:00" ? dayText(instant, zone) : `${dayText(instant, zone)}, ${time}`;
}

export const OVER = "These hours are over. Choose later ones to book.";

/** What to know of the plan that the chosen hours are shown on, or null. */
export function planSentence({ plan, plans }, zone) {
  const at = (instant) => momentText(instant, zone);
  if (!plan) {
    const isToCome = startOf(plans[0]) > Date.now();
    return isToCome ? `From ${at(plans[0].from)} on this floor has a plan.` : `Before ${at(plans[0].from)} this floor had no plan.`;
  }
  if (endOf(plan) <= Date.now()) return `This is the plan that the floor had until ${at(plan.until)}.`;
  const said = [];
  if (startOf(plan) > Date.now()) said.push(`This is the plan from ${at(plan.from)} on.`);
  if (plan.until) said.push(`From ${at(plan.until)} this floor has another plan.`);
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

/** Say to which plan the page has turned, once: to everybody's eyes too where the bar does not. */
function tellTurned(state, zone) {
  if (!state.plan) return;
  const said = planSentence(state, zone);
  if (said && one(".when-plan")?.checkVisibility()) announce(said);
  else toast(said ?? `This is the plan of this floor since ${momentText(state.plan.from, zone)}.`);
}

/** Ask again when the time of the shown plan is over, also on a page that nobody touches. */
function waitForDate(store, refresh) {
  let timer = 0;
  store.on(["plan"], ({ plan }) => {
    clearTimeout(timer);
    const wait = plan ? endOf(plan) - Date.now() : Infinity;
    if (wait > 0 && wait < LONGEST_WAIT_MS) timer = setTimeout(() => refresh().catch(() => {}), wait + AFTER_MS);
  });
}

/** Turn the page when another plan than the drawn one holds; not in the middle of something. */
export function followPlan(store, drawn, zone, refresh) {
  const before = memory();
  if (before) memory(null);
  if (before?.digest === drawn) {
    // The fields are in the bar, or behind their button.
    if (before.chosen) [one("#when-button"), one("#when-date")].find((each) => each?.checkVisibility())?.focus();
    store.on(["shown"], () => { if (!before.told) tellTurned(store.get(), zone); before.told = true; });
  }
  waitForDate(store, refresh);
  store.on(["plan", "busy", "moving"], ({ plan, busy, moving }) => {
    // Turned to once already in vain: the service tells of a plan that its page does not have.
    if (!plan || plan.digest === drawn || plan.digest === before?.digest || busy || moving) return;
    memory({ digest: plan.digest, chosen: Boolean(document.activeElement?.closest(".for-when")) });
    location.reload();
  });
}
