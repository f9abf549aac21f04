// Where bookings need approval: who answers, who else asks, and one's own request.

import { api } from "../common/api.js";
import { bookText } from "../common/asking.js";
import { h } from "../common/dom.js";
import { andIsTold, youAreTold } from "../common/telling.js";
import { hoursSpoken, hoursText, instants } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { statusOf } from "./spaces.js";
import { forText } from "./whom.js";

const othersText = (asked) => (asked === 1 ? "Somebody else asks for these hours too." : `${asked} others ask for these hours too.`);

const approveText = (by) => `${by} ${by === "facility staff" || / and /.test(by) ? "approve" : "approves"} it`;

function asking({ by, asked }, person) {
  const then = person ? `${person.name} has it when ${approveText(by)}${andIsTold()}.` : `It is yours when ${approveText(by)}; ${youAreTold()}.`;
  return [h("p", {}, h("strong", {}, "Needs approval. "), then),
    asked > 0 && h("p", {}, othersText(asked))];
}

function waiting(id, space, { act }) {
  return [h("p", {}, h("strong", {}, "You have asked for these hours. "), `The place is yours when somebody approves it; ${youAreTold()}.`),
    h("div", {}, h("button", { type: "button", class: "button", onclick: () => act.takeBack(id, space) }, "Take the request back"))];
}

/** A notice that fills itself where booking is asking; `button` then says so. Null without such rules. */
export function approvalPart(space, state, button, parts) {
  // For oneself it is known already where others must approve.
  const { asks, asked } = statusOf(state, space.id);
  if (!parts.asksApproval || !(state.person || asks || asked)) return null;
  const { window, busy, person } = state;
  const notice = h("div", { class: "notice", hidden: true, "data-approval": space.id });
  const { from, to } = instants(window, parts.zone);
  const show = (found) => {
    if (!found.needed) return;
    notice.hidden = false;
    notice.replaceChildren(...(found.own ? waiting(found.own, space, parts) : asking(found, person)).filter(Boolean));
    button.hidden = Boolean(found.own);
    if (busy) return;
    const isMore = !button.hasAttribute("data-primary");
    button.textContent = bookText(true, isMore, hoursText(window, parts.zone)) + forText({ person });
    button.setAttribute("aria-label", `Ask for ${titleOf(space)}, ${hoursSpoken(window, parts.zone)}${forText({ person })}`);
  };
  // Who presses before this is answered asks all the same, and is told so.
  const query = new URLSearchParams({ from, to, ...(person ? { for_person_id: person.id } : {}) });
  api("GET", `/spaces/${space.id}/approval?${query}`).then(show, () => {});
  return notice;
}
