// Joined rooms and whole zones in the panel: all of a floor, and what one space has to do with them.

import { h } from "../common/dom.js";
import { STATUSES, titleOf } from "../common/words.js";
import { sample } from "./patterns.js";
import { statusOf } from "./spaces.js";
import { othersIn } from "./wholes.js";

function row(space, words, note, state, { select }) {
  const open = () => select(space.id, { look: true, focus: true });
  return h("li", {}, h("button", { type: "button", class: "result", onclick: open },
    sample(statusOf(state, space.id).status), h("span", {}, words), h("span", { class: "soft small" }, note)));
}

const part = (title, rows, ...more) => h("section", { class: "panel-part" }, h("h3", {}, title),
  rows.length > 0 && h("ul", { class: "results" }, ...rows), ...more);

const stateText = (state, { id }) => STATUSES[statusOf(state, id).status] ?? "";

/** All that is booked as one on the floor, with `more` for those who look after it; null without. */
export function allTogether(state, parts, more) {
  if (state.wholes.length === 0 && !more) return null;
  const rows = state.wholes.map((whole) => row(whole, titleOf(whole), stateText(state, whole), state, parts));
  return part("Booked together", rows, more);
}

/** What a whole takes, or with which others a space can be booked; null where it stands alone. */
export function togetherWith(space, state, parts) {
  if (space.isWhole) {
    if (space.zoneId) return h("p", { class: "soft" }, "Whoever books it has all places in this zone.");
    return part("Takes all of", space.parts.map((each) => row(each, titleOf(each), stateText(state, each), state, parts)));
  }
  const wholes = state.wholes.filter((whole) => whole.parts.some(({ id }) => id === space.id));
  if (wholes.length === 0) return null;
  return part("Together with others", wholes.map((whole) => {
    const isFree = statusOf(state, whole.id).status === "free";
    const words = `${isFree ? "Book with" : "With"} ${othersIn(whole, space)}`;
    return row(whole, words, isFree ? titleOf(whole) : `${titleOf(whole)}: ${stateText(state, whole).toLowerCase()}`, state, parts);
  }));
}

/** Of a space that is one's own with a whole: that, and the way there. */
export function ownWith(whole, { select }) {
  const open = () => select(whole.id, { look: true, focus: true });
  return h("div", { class: "stack" },
    h("p", {}, `It is yours with ${titleOf(whole)}, which is booked as one.`),
    h("button", { type: "button", class: "button wide", "data-primary": true, onclick: open }, `Open ${titleOf(whole)}`));
}

