// Publishing and putting away: said before, asked once, told after.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { ask } from "./ask.js";
import { changeSentence, isFirst } from "./changes.js";
import { affectedDetails } from "./changes/affected.js";
import { note, problemNote } from "./note.js";
import { publishWhen } from "./publish_when.js";
import { momentText } from "./schedule.js";
import { positionText } from "./summary.js";
import { counted, inWords, plural } from "./words.js";

const KINDS = { desks: ["desk"], rooms: ["room", "booth", "area"], parking: ["parking"] };

/** "40 desks and 12 rooms" of a draft as people made it. */
function placesOf({ spaces }) {
  const count = (kinds) => spaces.features.filter(({ properties }) => kinds.includes(properties.kind)).length;
  return inWords(Object.entries(KINDS).map(([name, kinds]) => [count(kinds), name]).filter(([number]) => number > 0).map(([number, name]) => counted(number, name)));
}

function consequences({ draft, settings }, preview) {
  const first = isFirst(preview);
  return [
    h("p", {}, `${settings.floorName} in ${settings.buildingName} shows this plan ${preview.effective_from ? `from ${momentText(preview.effective_from, settings.timeZone)} on` : "at once"}: ${placesOf(draft)}.`),
    !first && h("p", {}, changeSentence(preview.counts)),
    preview.held_bookings > 0
      ? note("warning", `${plural(preview.held_bookings, "booking")} would lose the place.`, "They are kept aside, and their people see it under My bookings.")
      : !first && h("p", {}, "No booking loses its place."),
    preview.affected.length > 0 && affectedDetails(preview.affected),
    h("p", {}, `Position: ${positionText(preview.georeference)}`),
    ...preview.warnings.filter((each) => each.code !== "POSITION_LIKE_BUILDING").map((each) => note("warning", each.message, each.advice)),
    !first && h("p", { class: "soft" }, "The present plan is kept and can be brought back."),
  ].filter(Boolean);
}

/** What happens, which depends on from when on; asked anew for each date. */
function makeOutlook(studio, told) {
  const body = h("div", { class: "stack", role: "status" }, ...consequences(studio, studio.preview));
  let latest = null;
  return {
    body,
    from: () => latest,
    async look(from) {
      latest = from;
      told(from);
      try {
        const preview = from ? await api("GET", `/plans/${studio.plan.id}/preview?${new URLSearchParams({ from })}`) : studio.preview;
        if (latest === from) body.replaceChildren(...consequences(studio, preview));
      } catch (problem) {
        if (latest === from) body.replaceChildren(problemNote(problem));
      }
    },
  };
}

/** Ask, publish, then `done(report)`. */
export function askPublish(studio, done) {
  const { preview, plan, settings } = studio;
  const blocked = preview.hindrances.length > 0;
  const outlook = makeOutlook(studio, (from) => relabel(from ? "Publish for that day" : "Publish now"));
  const relabel = ask({
    title: blocked ? "Not ready yet" : `Publish plan ${plan.number}?`,
    yes: "Publish now",
    blocked,
    nodes: blocked ? preview.hindrances.map((each) => note("problem", each.message, each.advice))
      : [publishWhen(settings.timeZone, (from) => outlook.look(from)), outlook.body],
    run: async () => {
      const from = outlook.from();
      const report = await api("POST", `/plans/${plan.id}/publish${from ? `?${new URLSearchParams({ from })}` : ""}`);
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
