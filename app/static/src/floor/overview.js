// What the panel shows while no space is chosen: how much is free, your own places, the legend.

import { h } from "../common/dom.js";
import { STATUSES, countText, featureText, kindText, titleOf } from "../common/words.js";
import { counts, lookOf, statusOf } from "./spaces.js";
import { boltSample, sample } from "./patterns.js";
import { planNote } from "./plans.js";
import { togetherButton } from "./staff.js";
import { allTogether } from "./together.js";
import { waitForAny } from "./waiting.js";
import { windowText } from "./when.js";

/** How many are free; a dash as long as that is not known for the chosen hours. */
function number(kind, { free, all }, known) {
  return h("li", {}, h("strong", {}, known ? String(free) : "–"), h("span", {}, `of ${countText(all, kind)} free`));
}

export function legend(spaces = [], asksApproval = false) {
  const entry = ([status, words]) => h("li", {}, sample(status), words);
  return h("ul", { class: "legend", "aria-label": "What the colours and patterns mean" }, ...Object.entries(STATUSES).filter(([status]) => status !== "asked" || asksApproval).map(entry),
    spaces.some(({ features }) => features.includes("charger")) && h("li", {}, boltSample(), featureText("charger")));
}

function listed(look, title, state, { spaces, select }) {
  const mine = [...spaces, ...state.wholes].filter((space) => lookOf(statusOf(state, space.id)) === look);
  if (mine.length === 0) return null;
  const row = (space) => h("li", {}, h("button", { type: "button", class: "result", onclick: () => select(space.id, { look: true, focus: true }) },
    sample(look), h("span", {}, titleOf(space)), h("span", { class: "soft small" }, kindText(space.kind))));
  return h("section", { class: "panel-part" }, h("h3", {}, title), h("ul", { class: "results" }, ...mine.map(row)));
}

/** Nodes of the panel without a space. */
export function overview(state, parts) {
  const known = state.shown !== null;
  const found = counts(parts.spaces, state);
  const kinds = Object.keys(found).sort((a, b) => found[b].all - found[a].all);
  const isPlanless = known && !state.plan;
  const words = isPlanless ? "No plan in these hours" : "Free in these hours";
  const title = h("h2", { class: "panel-title", tabindex: "-1" }, known ? words : "Looking what is free…");
  return [
    h("header", {}, title, h("p", { class: "soft" }, windowText(state.window, parts.zone))),
    planNote(state, parts.zone),
    isPlanless ? null : h("ul", { class: "counts" }, ...kinds.map((kind) => number(kind, found[kind], known))),
    ...(isPlanless ? [] : waitForAny(found, state, parts)),
    listed("yours", "Yours in these hours", state, parts),
    listed("asked", "You have asked for", state, parts),
    isPlanless ? null : allTogether(state, parts, parts.isStaff ? togetherButton(parts) : null),
    h("section", { class: "panel-part" }, h("h3", {}, "On the map"), legend(parts.spaces, parts.asksApproval)),
    h("p", { class: "hint key-hint" }, "Choose a place to book it. By keyboard: Tab to the map, arrows to move, Enter to open, L for the list."),
  ];
}
