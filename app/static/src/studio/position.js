// Where the drawing lies on the earth, and how well that is proven.

import { api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { h } from "../common/dom.js";
import { note, problemNote } from "./note.js";
import { numberOf } from "./numbers.js";
import { makePoints } from "./points.js";
import { positionText } from "./summary.js";
import { metres } from "./words.js";

const LEAST_POINTS = 3;

const METHODS = [
  ["geodata", "As the drawing itself says", "The file carries its own position (GEODATA)."],
  ["same_as_building", "Like the building's other floors", "In the axes of the plan that was published last."],
  ["point_and_bearing", "One point and a bearing", "A place that you know, and where the top of the drawing looks."],
  ["control_points", "Three or more points", "The best: how well they agree is proven in metres."],
  ["assumed", "Nobody knows yet", "At the site's position, north up. It can be put right later."],
];

const round = (value, digits) => Number(value.toFixed(digits));

function startOf(georeference, method) {
  if (georeference?.method !== method) return [];
  return georeference.points.map(({ name, x, y, lon, lat }) => ({ name, x: round(x, 3), y: round(y, 3), first: round(lat, 7), second: round(lon, 7) }));
}

function facts(georeference) {
  const turn = ((georeference.rotation_deg % 360) + 360) % 360;
  const rows = [
    ["Turned", `${turn.toFixed(2)}° counter-clockwise`], ["Scale", georeference.scale.toFixed(5)],
    ["Mirrored", georeference.mirrored ? "yes" : "no"], ["CRS", `EPSG:${georeference.srid}`],
    ...(georeference.rmse_m === null ? [] : [["RMSE", metres(georeference.rmse_m)]]),
  ];
  return h("dl", { class: "facts small" }, ...rows.flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]));
}

function residualTable(residuals, bad) {
  return h("table", { class: "plain-table residuals" }, h("caption", {}, "How far each point is off"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Point"), h("th", { scope: "col" }, "Off by"))),
    h("tbody", {}, ...residuals.map(({ name, residual_m }) => h("tr", { "data-bad": name === bad ? "true" : null },
      h("th", { scope: "row" }, name, name === bad && h("span", { class: "small" }, " (look at this one again)")), h("td", {}, metres(residual_m))))));
}

/** Fills the panel; `placed()` is called when a position was saved. */
export function positionPanel(panel, { studio, picking, placed }) {
  const { plan, draft, map } = studio;
  const editable = plan.state === "draft";
  const current = h("div", { class: "stack" });
  const answer = h("div", { class: "stack", "aria-live": "polite" });
  if (!editable) {
    panel.replaceChildren(h("h2", {}, "Position"), h("p", {}, positionText(plan.georeference)), ...(plan.georeference ? [facts(plan.georeference)] : []),
      ...(plan.georeference?.points.length ? [residualTable(plan.georeference.points, null)] : []));
    return { show: () => {} };
  }
  const mirrored = h("input", { type: "checkbox", id: "mirrored", checked: plan.georeference?.mirrored });
  const bearing = h("input", { class: "input", id: "bearing", inputmode: "decimal", value: "0" });
  const pick = (name) => picking.pick(name, draft);
  const points = makePoints(map, { start: startOf(plan.georeference, "control_points"), least: LEAST_POINTS, pick, prefix: "points" });
  const single = makePoints(map, { start: startOf(plan.georeference, "point_and_bearing"), least: 1, pick, prefix: "single" });
  if (plan.georeference?.method === "point_and_bearing") bearing.value = round(-plan.georeference.rotation_deg, 4);
  const parts = {
    control_points: h("div", { class: "stack" }, h("p", { class: "small soft" }, "Corners of the building far apart from each other are best. Coordinates can be pasted as a map copies them."),
      points.element, h("label", { class: "choice" }, mirrored, "The plan is drawn mirrored")),
    point_and_bearing: h("div", { class: "stack" }, single.element,
      h("div", { class: "field" }, h("label", { for: "bearing" }, "Bearing of the top of the drawing, degrees"), bearing, h("span", { class: "hint" }, "0 is north, 90 is east"))),
  };
  const radios = METHODS.map(([method, words, hint]) => {
    const absent = method === "geodata" && draft.has_geodata === false;
    const input = h("input", { type: "radio", name: "method", value: method, disabled: absent, onchange: choose });
    return { method, input, element: h("label", { class: "method" }, input, h("span", {}, words, h("span", { class: "small soft" }, absent ? "This file carries none." : hint))) };
  });
  const chosen = () => radios.find(({ input }) => input.checked)?.method;
  const save = h("button", { type: "button", class: "button primary", onclick: () => send({}) }, "Save the position");

  function choose() {
    const method = chosen();
    for (const [name, part] of Object.entries(parts)) part.hidden = name !== method;
    points.show(method === "control_points");
    single.show(method === "point_and_bearing");
    answer.replaceChildren();
  }

  function body() {
    const method = chosen();
    if (method === "control_points") return { method, points: points.value(), mirrored: mirrored.checked ? true : undefined };
    if (method !== "point_and_bearing") return { method };
    const [point] = single.value();
    const turn = numberOf(bearing.value);
    if (!point || !Number.isFinite(turn)) throw Object.assign(new Error("A point and a bearing are needed."), { advice: "Pick the point on the plan, type where it is, and the bearing in degrees." });
    return { method, x: point.x, y: point.y, ...earth(point), bearing_deg: turn };
  }

  function earth({ lon, lat, east, north, epsg }) {
    return lon === undefined ? { east, north, epsg } : { lon, lat };
  }

  async function send(more) {
    save.disabled = true;
    try {
      const report = await api("PUT", `/plans/${plan.id}/position`, { body: { ...body(), ...more } });
      tellSaved(report);
      placed(report.georeference);
    } catch (problem) {
      tellRefused(problem);
    } finally {
      save.disabled = false;
    }
  }

  function tellSaved({ georeference, bad_point, warnings }) {
    points.tell(georeference.points, bad_point);
    showCurrent(georeference);
    answer.replaceChildren(note("", "The position is saved.", georeference.rmse_m === null ? "" : `The points agree within ${metres(georeference.rmse_m)}.`),
      ...warnings.map((each) => note("warning", each.message, each.advice)),
      ...(georeference.points.length > 1 ? [residualTable(georeference.points, bad_point)] : []));
    announce("The position is saved");
  }

  function tellRefused(problem) {
    const { residuals = [], bad_point, looks_mirrored } = problem.fields ?? {};
    const doubtful = problem.code === "position_doubtful";
    points.tell(residuals, bad_point);
    answer.replaceChildren(problemNote(problem,
      looks_mirrored && h("button", { type: "button", class: "button", onclick: () => { mirrored.checked = true; send({ mirrored: true }); } }, "The plan is mirrored"),
      doubtful && h("button", { type: "button", class: "button", onclick: () => send({ confirm: true }) }, "Save it all the same")),
    ...(residuals.length ? [residualTable(residuals, bad_point)] : []));
  }

  function showCurrent(georeference) {
    current.replaceChildren(h("p", {}, positionText(georeference)), ...(georeference ? [facts(georeference)] : []));
  }

  const known = studio.preview?.georeference ?? plan.georeference;
  showCurrent(known);
  const first = radios.find(({ method, input }) => method === known?.method && !input.disabled) ?? radios[3];
  first.input.checked = true;
  panel.replaceChildren(h("h2", {}, "Position"), current,
    h("fieldset", { class: "methods" }, h("legend", {}, "How it is known"), ...radios.map(({ element }) => element)),
    ...Object.values(parts), h("div", { class: "row" }, save), answer);
  choose();
  return {
    show(on) {
      points.show(on && chosen() === "control_points");
      single.show(on && chosen() === "point_and_bearing");
      if (!on) picking.stop();
    },
  };
}
