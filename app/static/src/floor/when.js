// The window of time: three fields and the quick choices people use most.

import { all, h } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { planSentence } from "./plans.js";
import { DAY_ENDS, DAY_STARTS, NOON, addDays, addressOf, dayText, hoursText, instantOf, roundDown, usualWindow, wallOf } from "../common/time.js";

const WAIT_MS = 200;

/** "Today, 14:00–18:00", "Today, 19:00–18:00 next day, 23 hours" for the collapsed bar of a phone. */
export function windowText(window, zone) {
  const today = wallOf(Date.now(), zone).date;
  const names = { [today]: "Today", [addDays(today, 1)]: "Tomorrow" };
  const day = names[window.date] ?? dayText(instantOf(window.date, NOON, zone), zone);
  return `${day}, ${hoursText(window, zone)}`;
}

function quickDays(zone, store, change, usual) {
  const today = wallOf(Date.now(), zone).date;
  const on = (date) => () => {
    const { window } = store.get();
    const meant = usualWindow(Date.now(), zone, usual);
    if (date === today && meant.date === today) change({ ...meant });
    else change({ date, from: window.date === date ? window.from : (usual?.from ?? DAY_STARTS), to: window.date === date ? window.to : (usual?.to ?? DAY_ENDS) });
  };
  return [["Today", today], ["Tomorrow", addDays(today, 1)]].map(([words, date]) => ({
    words, run: on(date), is: (window) => window.date === date,
  }));
}

function quickHours(zone, store, change) {
  const hours = (words, from, to) => ({
    words,
    run: () => change({ ...store.get().window, from, to }),
    is: (window) => window.from === from && window.to === to,
  });
  const now = () => {
    const here = wallOf(Date.now(), zone);
    const from = roundDown(here.time);
    return { date: here.date, from, to: from < DAY_ENDS ? DAY_ENDS : "24:00" };
  };
  const rest = {
    words: "Now", run: () => change(now()),
    is: (window) => Object.entries(now()).every(([key, value]) => window[key] === value),
  };
  return [rest, hours("Morning", DAY_STARTS, NOON), hours("Afternoon", NOON, DAY_ENDS), hours("All day", DAY_STARTS, DAY_ENDS)];
}

/** Whoever goes to another floor means the same hours. */
function keepForOtherFloors({ window }) {
  for (const link of all("[data-floor-link]")) link.search = new URLSearchParams(addressOf(window));
}

/** Build the controls in `form`; they read and write `window` of the store. `usual` {from, to} or null. */
export function makeWhen(form, summary, store, zone, usual) {
  let timer = 0;
  const trouble = h("p", { class: "when-trouble", role: "alert", hidden: true });
  const fields = timeFields("when", () => zone, () => { clearTimeout(timer); timer = setTimeout(() => change(fields.value()), WAIT_MS); });

  function change(window) {
    const reason = windowTrouble(window);
    trouble.textContent = reason ? `${reason} The map still shows ${hoursText(store.get().window, zone)}.` : "";
    trouble.hidden = !reason;
    fields.fields.to.setAttribute("aria-invalid", String(Boolean(reason)));
    if (!reason) store.set({ window: Object.freeze({ ...window }) });
  }

  const quick = [...quickDays(zone, store, change, usual), ...quickHours(zone, store, change)];
  const chips = quick.map(({ words, run, is }) => ({
    is, node: h("button", { type: "button", class: "chip", onclick: run }, words),
  }));
  const show = ({ window }) => {
    fields.set(window);
    summary.textContent = windowText(window, zone);
    for (const { node, is } of chips) node.setAttribute("aria-pressed", String(is(window)));
  };
  const plan = h("p", { class: "when-plan", role: "status", hidden: true });
  form.append(fields.element, h("div", { class: "chips quick", role: "group", "aria-label": "Quick choices" },
    ...chips.map(({ node }) => node)), trouble, plan);
  form.addEventListener("submit", (event) => event.preventDefault());
  store.on(["window"], show);
  store.on(["shown", "plan"], (state) => {
    const said = planSentence(state, zone) ?? "";
    // The same words written again would be spoken again.
    if (plan.textContent !== said) plan.textContent = said;
    plan.hidden = !said;
  });
  store.on(["window"], ({ window }) => {
    const address = new URL(location.href);
    const { from, to } = addressOf(window);
    address.searchParams.set("from", from);
    address.searchParams.set("to", to);
    history.replaceState(null, "", address);
  });
  store.on(["window"], keepForOtherFloors);
  keepForOtherFloors(store.get());
  show(store.get());
}
