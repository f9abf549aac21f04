// The first thing to see: what was understood, what must be settled, where it lies.

import { h } from "../common/dom.js";
import { begunNote } from "./begun.js";
import { encodingSection } from "./encoding.js";
import { note } from "./note.js";
import { repairsSection } from "./repairs.js";
import { scaleSection } from "./scale.js";
import { listSection } from "./space_list.js";
import { unitSection } from "./unit.js";
import { viewsSection } from "./views.js";
import { COUNTS, METHODS, counted, metres } from "./words.js";

const LEADS_TO = { units_unconfirmed: ["unit", "Confirm the unit"], no_spaces: ["roles", "Give roles"], NOTHING_TO_BOOK: ["roles", "Give roles"], FINDINGS_OPEN: ["findings", "Look at them"], position_missing: ["position", "Place it"] };
const POSITION_CODES = ["POSITION_ASSUMED", "POSITION_LIKE_BUILDING", "GEODATA_NOT_USED", "AXES_DIFFER", "FAR_FROM_SITE", "FLOOR_BESIDE_BUILDING"];

/** Hindrances and warnings of the preview, else the draft's own suggestions, each once. */
function notices(draft, preview) {
  const found = preview
    ? [...preview.hindrances.map((each) => ({ ...each, stops: true })), ...preview.warnings]
    : draft.suggestions;
  return found.filter((each, index) => found.findIndex((other) => other.code === each.code) === index);
}

function action(code, lead, draft) {
  // Nothing of a picture can be given a role: its spaces are drawn.
  const isToDraw = draft.underlay && code === "no_spaces";
  const [tab, words] = isToDraw ? ["spaces", "Draw them"] : LEADS_TO[code] ?? (POSITION_CODES.includes(code) ? ["position", "Place it"] : []);
  return tab && tab !== "unit" && h("button", { type: "button", class: "button", onclick: () => lead(tab) }, words);
}

function facts(counts) {
  return h("ul", { class: "count-list" }, ...COUNTS.filter((name) => counts[name] > 0).map((name) => {
    const [number, ...words] = counted(counts[name], name).split(" ");
    return h("li", {}, h("strong", {}, number), ` ${words.join(" ")}`);
  }));
}

export function positionText(georeference) {
  if (!georeference) return "Nobody has said where this plan lies yet.";
  const fit = georeference.rmse_m === null ? "" : `; the points agree within ${metres(georeference.rmse_m)}`;
  return `${METHODS[georeference.method] ?? georeference.method}${fit}.`;
}

/** Fills the panel "Overview". */
export function summaryPanel(panel, studio, lead) {
  const { plan, draft, preview, changed } = studio;
  const editable = plan.state === "draft";
  const position = preview?.georeference ?? plan.georeference;
  panel.replaceChildren(...[
    editable && begunNote(plan, studio.settings.me),
    changed && note("", changed.length ? `Read again: ${changed.join(", ")}.` : "Read again: the counts are the same."),
    h("h2", {}, "Understood"),
    COUNTS.some((name) => plan.counts[name] > 0) ? facts(plan.counts) : h("p", { class: "soft" }, "No room, desk or parking place was found."),
    ...(editable ? notices(draft, preview) : []).filter((each) => each.code !== "units_unconfirmed")
      .map((each) => note(each.stops ? "problem" : each.code === "POSITION_LIKE_BUILDING" ? "" : "warning", each.message, each.advice, action(each.code, lead, draft))),
    viewsSection({ draft, editable, apply: (change) => studio.reread(change) }),
    draft.underlay
      ? scaleSection({ draft, editable, picking: studio.panels.picking, apply: (change) => studio.reread(change) })
      : unitSection({ draft, units: studio.settings.units, editable, apply: (change) => studio.reread(change) }),
    editable && listSection(studio),
    encodingSection({ draft, issues: plan.issues, encodings: studio.settings.encodings, editable, apply: (change) => studio.reread(change) }),
    repairsSection({ draft, editable, apply: (change) => studio.reread(change) }),
    h("section", { class: "stack", "aria-labelledby": "position-title" }, h("h2", { id: "position-title" }, "Position"), h("p", {}, positionText(position))),
    h("section", { class: "stack", "aria-labelledby": "history-title" }, h("h2", { id: "history-title" }, "Plans of this floor"), studio.history()),
  ].filter(Boolean));
}
