// The floor's plans: which one people see, which ones came before, and bringing one back.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { ask } from "./ask.js";
import { STATES, dayOf, plural } from "./words.js";

function when(plan) {
  return plan.published_at ? `published ${dayOf(plan.published_at)}` : `uploaded ${dayOf(plan.created_at)}`;
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
      toast(`Plan ${plan.number} is back${report.held_bookings ? `; ${plural(report.held_bookings, "booking")} lost its place` : ""}.`);
      location.assign(`/plans/${plan.id}`);
    },
  });
}

/** A list that fills itself. */
export function historyList(floorId, planId, floorName) {
  const list = h("ol", { class: "history" }, h("li", { class: "soft" }, "Looking…"));
  api("GET", `/floors/${floorId}/plans`).then((plans) => {
    const shown = plans.filter((plan) => plan.state !== "discarded" || plan.id === planId);
    list.replaceChildren(...shown.map((plan) => h("li", { "aria-current": plan.id === planId ? "true" : null },
      h("div", {}, plan.id === planId ? h("strong", {}, `Plan ${plan.number}`) : h("a", { href: `/plans/${plan.id}` }, `Plan ${plan.number}`),
        h("span", { class: "soft small" }, `${plan.file_name}, ${when(plan)}`)),
      h("span", { class: "badge", "data-plan-state": plan.state }, STATES[plan.state]),
      plan.state === "superseded" && h("button", { type: "button", class: "button quiet", onclick: () => askBringBack(plan, floorName), "aria-label": `Bring back plan ${plan.number}` }, "Bring back"))));
  }, (problem) => list.replaceChildren(h("li", { class: "soft" }, problem.message)));
  return list;
}
