// How a position is told: where the plan lies now, and what came of saving another.

import { announce } from "../common/announce.js";
import { h } from "../common/dom.js";
import { note, problemNote } from "./note.js";
import { positionText } from "./summary.js";
import { metres } from "./words.js";

const turnOf = (degrees) => `${(((degrees % 360) + 360) % 360).toFixed(2)}°`;

function facts(georeference) {
  const rows = [
    georeference.bearing_deg === null
      ? ["Turned on its grid", `${turnOf(georeference.rotation_deg)} counter-clockwise`]
      : ["Top looks to", `${turnOf(georeference.bearing_deg)} from true north`],
    ["Scale", georeference.scale.toFixed(5)],
    ["Mirrored", georeference.mirrored ? "yes" : "no"], ["Grid (CRS)", `EPSG:${georeference.srid}`],
    ...(georeference.rmse_m === null ? [] : [["RMSE", metres(georeference.rmse_m)]]),
  ];
  return h("dl", { class: "facts small" }, ...rows.flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]));
}

function residualRow({ name, residual_m }, bad) {
  const hint = name === bad && h("span", { class: "small" }, " (look at this one again)");
  return h("tr", { "data-bad": name === bad ? "true" : null },
    h("th", { scope: "row" }, name, hint), h("td", {}, metres(residual_m)));
}

function residualTable(residuals, bad = null) {
  return h("table", { class: "plain-table residuals" }, h("caption", {}, "How far each point is off"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Point"), h("th", { scope: "col" }, "Off by"))),
    h("tbody", {}, ...residuals.map((each) => residualRow(each, bad))));
}

/** Where a plan lies, in words and numbers; with its points when `residuals` are wanted too. */
export function positionFacts(georeference, { residuals = false } = {}) {
  const laid = georeference?.detail?.sentence && `${georeference.detail.floor_name}: ${georeference.detail.sentence}`;
  const words = h("p", {}, positionText(georeference), laid && h("span", { class: "small soft laid-on" }, laid));
  if (!georeference) return [words];
  const table = residuals && georeference.points.length > 0 && residualTable(georeference.points);
  return [words, facts(georeference), table].filter(Boolean);
}

function answers(problem, { turnOver, insist, fix }) {
  const button = (words, onclick) => h("button", { type: "button", class: "button", onclick }, words);
  return [
    problem.fields?.looks_mirrored && button("The plan is mirrored", turnOver),
    fix && button(...fix),
    problem.code === "position_doubtful" && button("Save it all the same", insist),
  ];
}

/** Two boxes: `current` with where the plan lies, `answer` with what saving came to. */
export function makeTelling() {
  const current = h("div", { class: "stack" });
  const answer = h("div", { class: "stack", "aria-live": "polite" });
  const show = (georeference) => current.replaceChildren(...positionFacts(georeference));

  function saved({ georeference, bad_point, warnings }) {
    const { rmse_m, points } = georeference;
    show(georeference);
    answer.replaceChildren(
      note("", "The position is saved.", rmse_m === null ? "" : `The points agree within ${metres(rmse_m)}.`),
      ...warnings.map((each) => note("warning", each.message, each.advice)),
      ...(points.length > 1 ? [residualTable(points, bad_point)] : []));
    announce("The position is saved");
  }

  function refused(problem, ways) {
    const { residuals = [], bad_point } = problem.fields ?? {};
    answer.replaceChildren(problemNote(problem, ...answers(problem, ways)),
      ...(residuals.length ? [residualTable(residuals, bad_point)] : []));
  }

  /** The answer stands below long forms: without this, nothing seems to have happened. */
  const reveal = () => answer.scrollIntoView({ block: "nearest" });

  return { current, answer, show, saved, refused, reveal, forget: () => answer.replaceChildren() };
}
