// Publishing and putting away: said before, asked once, told after.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { ask } from "./ask.js";
import { changeSentence, isFirst } from "./changes.js";
import { note } from "./note.js";
import { positionText } from "./summary.js";
import { counted, inWords, plural } from "./words.js";

function consequences({ plan, preview, settings }) {
  const places = inWords(["desks", "rooms", "parking"].filter((name) => plan.counts[name]).map((name) => counted(plan.counts[name], name)));
  const first = isFirst(preview);
  return [
    h("p", {}, `${settings.floorName} in ${settings.buildingName} shows this plan at once: ${places}.`),
    !first && h("p", {}, changeSentence(preview.counts)),
    preview.held_bookings > 0
      ? note("warning", `${plural(preview.held_bookings, "booking")} would lose the place.`, "They are kept aside, and their people see it under My bookings.")
      : !first && h("p", {}, "No booking loses its place."),
    h("p", {}, `Position: ${positionText(preview.georeference)}`),
    ...preview.warnings.filter((each) => each.code !== "POSITION_LIKE_BUILDING").map((each) => note("warning", each.message, each.advice)),
    !first && h("p", { class: "soft" }, "The present plan is kept and can be brought back."),
  ].filter(Boolean);
}

/** Ask, publish, then `done(report)`. */
export function askPublish(studio, done) {
  const { preview, plan } = studio;
  const blocked = preview.hindrances.length > 0;
  ask({
    title: blocked ? "Not ready yet" : `Publish plan ${plan.number}?`,
    yes: "Publish now",
    blocked,
    nodes: blocked ? preview.hindrances.map((each) => note("problem", each.message, each.advice)) : consequences(studio),
    run: async () => {
      const report = await api("POST", `/plans/${plan.id}/publish`);
      return () => done(report);
    },
  });
}

export function askDiscard(plan) {
  ask({
    title: "Put this draft away?",
    yes: "Put it away",
    danger: true,
    nodes: [h("p", {}, "The floor stays as it is. To look at the drawing again, bring it in again.")],
    run: async () => {
      await api("DELETE", `/plans/${plan.id}`);
      location.assign("/plans");
    },
  });
}
