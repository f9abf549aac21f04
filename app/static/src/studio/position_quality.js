// How good a position is and what is wrong with its points, with a button that puts it right.

import { h } from "../common/dom.js";
import { note } from "./note.js";
import { inWords, metres, unitText } from "./words.js";

const L = window.L;

const quoted = (names) => inWords(names.map((name) => `“${name}”`));
const button = (words, onclick) => h("button", { type: "button", class: "button", onclick }, words);

/** How well the points agree, and the error to expect where it is largest. */
function qualityText({ georeference: { rmse_m, points }, corner }) {
  const agree = rmse_m === null ? "" : `The points agree within ${metres(rmse_m)}. `;
  if (!corner) return agree;
  const most = `at most ${metres(corner.most_m)} (19 of 20 times)`;
  const basis = !corner.assumed ? "" : points.length > 1 ? " Two points prove nothing: a careful click is assumed." : " A careful click and a bearing read to one degree are assumed.";
  return `${agree}At the far corner of the building expect ${metres(corner.usual_m)}, ${most}.${basis}`;
}

const SIGNS = { latitude_sign: ["first"], longitude_sign: ["second"], both_signs: ["first", "second"] };

/** What puts a fault right: [words, what is done], or null where a person has to look. */
export function fixOf({ kind, points, detail }, { list, turnOver, readIn }) {
  const own = points.map((name) => list.named(name)).filter(Boolean);
  const meant = points.length ? own : list.all().filter((point) => point.isWhole());
  if (points.length && own.length !== points.length) return null;
  const [first, second] = own;
  const fixes = {
    point: () => [`Leave ${quoted(points)} out`, () => list.remove(first)],
    pair: () => [`Exchange ${quoted(points)}`, () => { const kept = first.earthText(); first.setEarthText(second.earthText()); second.setEarthText(kept); }],
    plan_swapped: () => [`Swap x and y of ${quoted(points)}`, () => first.swapPlan()],
    plan_sign: () => [`Turn the sign of ${detail} round`, () => first.turn(detail)],
    reading: () => (SIGNS[detail]
      ? ["Turn the sign round", () => meant.forEach((point) => point.turn(...SIGNS[detail]))]
      : ["Swap the two numbers", () => meant.forEach((point) => point.swapEarth())]),
    mirrored: () => ["The plan is mirrored", turnOver],
    unit: () => [`Read it in ${unitText(detail)}`, () => readIn(detail)],
  };
  return fixes[kind]?.() ?? null;
}

function faultNote({ fault, others, sure }, way) {
  const fix = fixOf(fault, way);
  const may = others.length ? ` It may also be: ${others.map(({ message }) => message).join(" ")}` : "";
  const advice = `${fault.advice}${sure ? "" : may || " More points would make that sure."}`;
  return note("warning", fault.message, advice, fix && button(...fix));
}

/** What is known of a position that is not saved yet. */
export function qualityNodes(report, way) {
  const told = report.warnings.filter(({ code }) => code !== report.fault?.code && code !== "POSITION_POOR");
  return [
    h("p", { class: "quality" }, qualityText(report)),
    report.fault && faultNote(report, way),
    ...told.map(({ message, advice }) => note("warning", message, advice)),
  ].filter(Boolean);
}

/** Why a position cannot be judged as it is typed; no alarm, because nobody tried to save it. */
export function problemNode({ message, advice, fields }, way) {
  const fix = fields?.fault && fixOf(fields.fault, way);
  return note("warning", message.replace(" Nothing was changed.", ""), advice, fix && button(...fix));
}

/** The circle around the corner where the error is largest. */
export function makeCornerMark(map) {
  let circle = null;
  return (corner) => {
    circle?.remove();
    circle = corner && L.circle([corner.y, corner.x], { radius: Math.max(corner.usual_m, 0.05), className: "corner-error", interactive: false }).addTo(map);
  };
}
