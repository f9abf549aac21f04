// One line of the list of changes: the verdict, the place, why and how sure, whose bookings.

import { h } from "../../common/dom.js";
import { kindText } from "../../common/words.js";
import { inWords, plural } from "../words.js";

export const WORDS = { gone: "Gone", merged: "Merged", split: "Split", resized: "Resized", moved: "Moved", new: "New", same: "The same" };
const UNSURE_BELOW = 0.7;

export const nameOf = (change) => change.name || kindText(change.kind);

/** What tells one change from another, also after the plans were compared anew. */
export const idOf = ({ key, space_id: known }) => key ?? known;

function detail(change) {
  const said = [kindText(change.kind)];
  if (change.renamed) said.push(`was ${change.old_name}`);
  if (change.altered.length) said.push(`other ${inWords(change.altered)}`);
  return said.join(", ");
}

function sureness({ score, said }) {
  if (said) return "";
  const share = `${Math.round(score * 100)}% sure`;
  return score < UNSURE_BELOW ? `${share}: look at it` : share;
}

function bookings(change) {
  if (!change.bookings) return "";
  const one = change.bookings === 1;
  const what = change.loses_bookings ? (one ? "loses its place" : "lose their place") : one ? "stays" : "stay";
  return `${plural(change.bookings, "booking")} ${what}`;
}

/** `on.show()` looks at the place, `on.overrule()` opens the choice; null where nothing is chosen. */
export function changeRow(change, on) {
  const isUnsure = change.score < UNSURE_BELOW && !change.said;
  const overrule = on.overrule && h("button", {
    type: "button", class: "link-button overrule", "aria-expanded": "false", "aria-label": `Overrule what became of ${nameOf(change)}`, onclick: on.overrule,
  }, change.said ? "Change or take back" : "Overrule");
  return h("tr", {
    "data-change": change.change, "data-id": idOf(change), "data-loses": change.loses_bookings ? "true" : null,
    "data-unsure": isUnsure ? "true" : null, "data-said": change.said ? "true" : null,
  },
  h("td", {}, h("span", { class: "change-mark", "data-change": change.change }, WORDS[change.change] ?? change.change)),
  h("th", { scope: "row" },
    h("button", { type: "button", class: "link-button change-name", title: "Show it on the map", onclick: on.show }, nameOf(change)),
    h("span", { class: "soft small" }, detail(change)),
    h("span", { class: "small change-why" }, change.why, " ", h("span", { class: "soft change-sure" }, sureness(change))),
    overrule),
  h("td", { class: "small" }, bookings(change)));
}
