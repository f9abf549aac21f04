// The studio's bar: which state the plan is in, and what can be done with it as a whole.

import { h, one } from "../common/dom.js";
import { downloadMenu } from "./download.js";
import { askBringBack } from "./history.js";
import { askDiscard } from "./publish.js";
import { STATES } from "./words.js";

const button = (words, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, words);

export const floorLink = ({ floorId }, words, kind = "") => h("a", { class: `button ${kind}`, href: `/floors/${floorId}` }, words);

const ACTIONS = {
  draft: ({ plan, askToPublish }) => [button("Discard", () => askDiscard(plan), "quiet"), button("Publish…", askToPublish, "primary")],
  published: ({ plan, settings }) => [downloadMenu(plan, settings), floorLink(settings, "Open the floor", "primary")],
  superseded: ({ plan, settings }) => [
    downloadMenu(plan, settings), floorLink(settings, "Open the floor"), button("Bring back…", () => askBringBack(plan, settings.floorName), "primary"),
  ],
  refused: ({ plan }) => [button("Discard", () => askDiscard(plan), "quiet")],
};

/** `askToPublish()` is what the button of a draft does. */
export function showHead(plan, settings, askToPublish) {
  const state = one("#studio-state");
  one(".studio").dataset.state = plan.state;
  state.textContent = STATES[plan.state];
  state.dataset.planState = plan.state;
  one("#studio-actions").replaceChildren(...(ACTIONS[plan.state]?.({ plan, settings, askToPublish }) ?? []));
}
