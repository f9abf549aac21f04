// The studio's bar: which state the plan is in, and what can be done with it as a whole.

import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { downloadMenu } from "./download.js";
import { askBringBack } from "./history.js";
import { askDiscard } from "./publish.js";
import { askUnschedule, momentText } from "./schedule.js";
import { STATES } from "./words.js";

const button = (words, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, words);

export const floorLink = ({ floorId }, words, kind = "") => h("a", { class: `button ${kind}`, href: `/floors/${floorId}` }, words);

/** People go on seeing the plan while a draft of it is changed. */
async function reopen({ id }) {
  try {
    const draft = await api("POST", `/plans/${id}/reopen`);
    location.assign(`/plans/${draft.id}`);
  } catch (problem) {
    toast(`${problem.message} ${problem.advice}`);
  }
}

const ACTIONS = {
  draft: ({ plan, settings, askToPublish }) => [downloadMenu(plan, settings), button("Discard", () => askDiscard(plan), "quiet"), button("Publish…", askToPublish, "primary")],
  scheduled: ({ plan, settings, unscheduled }) => [
    button("Cancel the date…", () => askUnschedule(plan, settings, unscheduled), "quiet"), floorLink(settings, "Open the floor", "primary"),
  ],
  published: ({ plan, settings }) => [button("Edit as a draft", () => reopen(plan)), downloadMenu(plan, settings), floorLink(settings, "Open the floor", "primary")],
  superseded: ({ plan, settings }) => [
    downloadMenu(plan, settings), floorLink(settings, "Open the floor"), button("Bring back…", () => askBringBack(plan, settings.floorName), "primary"),
  ],
  refused: ({ plan }) => [button("Discard", () => askDiscard(plan), "quiet")],
};

/** `askToPublish()` is what the button of a draft does; `unscheduled(said)` follows when a date was cancelled. */
export function showHead(plan, settings, askToPublish, unscheduled) {
  const state = one("#studio-state");
  one(".studio").dataset.state = plan.state;
  state.textContent = plan.state === "scheduled" ? `From ${momentText(plan.effective_from, settings.timeZone)}` : STATES[plan.state];
  state.dataset.planState = plan.state;
  one("#studio-actions").replaceChildren(...(ACTIONS[plan.state]?.({ plan, settings, askToPublish, unscheduled }) ?? []));
}
