// The floor's plans: which one people see, which came before and how each came about; what differs
// between two; and bringing one back.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { ask } from "./ask.js";
import { Comparison } from "./history/compare.js";
import { askUnschedule, momentText } from "./schedule.js";
import { positionText } from "./summary.js";
import { STATES, plural, sizeText } from "./words.js";

const SHORT = 12;
const SAID = "floorplans.said";
const COMPARABLE = new Set(["draft", "scheduled", "published", "superseded"]);

let comparing = null;

const byText = (who) => (who ? ` by ${who}` : "");

function when(plan, zone) {
  const brought = `brought in ${momentText(plan.created_at, zone)}${byText(plan.created_by)}`;
  if (!plan.published_at) return brought;
  const decided = `${momentText(plan.published_at, zone)}${byText(plan.published_by)}`;
  if (plan.state === "scheduled") return `${brought}; takes over on ${momentText(plan.effective_from, zone)}, decided ${decided}`;
  return `${brought}; published ${decided}`;
}

function sayBack({ restored_bookings: restored, held_bookings: held, identical, as_left: asLeft }, number) {
  const said = [`Plan ${number} is back`];
  if (identical) said.push(asLeft ? "exactly as it was, with every booking in its place" : "exactly as it was");
  if (restored) said.push(`${plural(restored, "booking")} restored`);
  if (held) said.push(`${plural(held, "booking")} kept aside`);
  return `${said.join("; ")}.`;
}

/** Ask, then bring an earlier plan back; its page is shown afterwards. */
export function askBringBack(plan, floorName) {
  ask({
    title: `Bring plan ${plan.number} back?`,
    yes: "Bring it back",
    nodes: [
      h("p", {}, `${floorName} shows ${plan.file_name} again at once, for everybody.`),
      h("p", {}, "Bookings of places that it does not have are kept aside and their people see it; bookings whose place returns are restored. The present plan stays in this list."),
    ],
    run: async () => {
      const report = await api("POST", `/plans/${plan.id}/bring-back`);
      sessionStorage.setItem(SAID, sayBack(report, plan.number));
      location.assign(`/plans/${plan.id}`);
    },
  });
}

/** What was said before the page was left. */
function sayKept() {
  const said = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  if (said) toast(said);
}

const codeOf = (hash) => h("code", { title: hash }, `${hash.slice(0, SHORT)}…`);

function profileText({ units, layers = {}, blocks = {}, ...others }) {
  const count = Object.keys(layers).length + Object.keys(blocks).length;
  const said = [units && `unit ${units}`, count && plural(count, "role"), ...Object.keys(others).filter((name) => Object.keys(others[name] ?? {}).length || typeof others[name] === "string")];
  return said.filter(Boolean).join(", ") || "as found";
}

/** Every time that people saw the plan, or will from a date on. */
function timesInForce({ in_force: times }, zone) {
  const said = ({ from_at: from, to_at: to }) => {
    if (to) return `${momentText(from, zone)} to ${momentText(to, zone)}`;
    return `${new Date(from) > new Date() ? "from" : "since"} ${momentText(from, zone)}`;
  };
  return times.map((time) => h("div", {}, `${said(time)}${byText(time.by)}`));
}

/** Everything that is known of how a plan came about. */
function details(plan, zone) {
  const fact = (term, ...told) => [h("dt", {}, term), h("dd", {}, ...told)];
  return h("details", { class: "history-facts" }, h("summary", { "aria-label": `How plan ${plan.number} came about` }, "How it came about"), h("dl", {},
    ...(plan.in_force.length ? fact("In force", ...timesInForce(plan, zone)) : []),
    ...fact("Drawing", h("a", { href: `/api/v1/plans/${plan.id}/file`, download: plan.file_name }, plan.file_name), `, ${sizeText(plan.file_bytes)}`),
    ...fact("SHA-256", codeOf(plan.file_sha256)),
    ...fact("Read with", profileText(plan.profile)),
    ...(plan.georeference ? fact("Position", positionText(plan.georeference)) : []),
    ...(plan.engine_version ? fact("Reader", `version ${plan.engine_version}`) : []),
    ...(plan.state_hash ? fact("State of the floor", codeOf(plan.state_hash)) : [])));
}

function entry(plan, { planId, floorName, timeZone, comparison, canCompare }) {
  const isOwn = plan.id === planId;
  const compare = canCompare && !isOwn && COMPARABLE.has(plan.state) && h("button", {
    type: "button", class: "button quiet", "aria-pressed": "false", "aria-label": `Compare with plan ${plan.number}`, onclick: (event) => comparison.toggle(plan, event.currentTarget),
  }, "Compare");
  const back = plan.state === "superseded" && h("button", {
    type: "button", class: "button quiet", "aria-label": `Bring back plan ${plan.number}`, onclick: () => askBringBack(plan, floorName),
  }, "Bring back");
  const cancel = plan.state === "scheduled" && h("button", {
    type: "button", class: "button quiet", "aria-label": `Cancel the date of plan ${plan.number}`, onclick: () => askUnschedule(plan, { floorName, timeZone }, () => location.reload()),
  }, "Cancel the date");
  return h("li", { "aria-current": isOwn ? "true" : null },
    h("div", {}, isOwn ? h("strong", {}, `Plan ${plan.number}`) : h("a", { href: `/plans/${plan.id}` }, `Plan ${plan.number}`),
      h("span", { class: "soft small" }, `${plan.file_name}, ${when(plan, timeZone)}`)),
    h("span", { class: "badge", "data-plan-state": plan.state }, STATES[plan.state] ?? plan.state),
    h("div", { class: "row history-actions" }, compare, back, cancel),
    details(plan, timeZone));
}

/** A list that fills itself; `map` is where two plans are compared. */
export function historyList({ floorId, planId, floorName, timeZone }, map) {
  const list = h("ol", { class: "history" }, h("li", { class: "soft" }, "Looking…"));
  const told = h("div", { class: "history-told" });
  // The list is made anew when the plan was looked at again.
  comparing?.close();
  const comparison = new Comparison(map, planId, told);
  comparing = comparison;
  sayKept();
  api("GET", `/floors/${floorId}/history`).then((plans) => {
    const shown = plans.filter((plan) => plan.state !== "discarded" || plan.id === planId);
    const canCompare = shown.some(({ id, state }) => id === planId && COMPARABLE.has(state));
    list.replaceChildren(...shown.map((plan) => entry(plan, { planId, floorName, timeZone, comparison, canCompare })));
  }, (problem) => list.replaceChildren(h("li", { class: "soft" }, problem.message)));
  return h("div", { class: "stack" }, told, list);
}
