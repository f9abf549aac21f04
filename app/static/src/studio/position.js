// Where the drawing lies on the earth: how it is known, said by a person, and saved.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { makeMethods } from "./position_methods.js";
import { makeTelling, positionFacts } from "./position_told.js";
import { bearingWay, pointsWay } from "./position_ways.js";

/** Fills the panel; `placed()` is called when a position was saved. `show(on)` tells whether the
    panel is in sight, and with it the points on the plan. */
export function positionPanel(panel, { studio, picking, placed }) {
  const { plan } = studio;
  if (plan.state !== "draft") return showSettled(panel, plan.georeference);
  const ways = waysOf(studio, picking);
  const telling = makeTelling();
  const known = studio.preview?.georeference ?? plan.georeference;
  const methods = makeMethods({ known: known?.method, hasGeodata: studio.draft.has_geodata, onchange: choose });
  const save = makeSaving({ planId: plan.id, ways, methods, telling, placed });
  const show = (on) => {
    for (const [method, way] of Object.entries(ways)) way.show(on && method === methods.chosen());
  };

  function choose() {
    for (const [method, way] of Object.entries(ways)) way.element.hidden = method !== methods.chosen();
    show(true);
    telling.forget();
  }

  telling.show(known);
  panel.replaceChildren(h("h2", {}, "Position"), telling.current, methods.element,
    ...Object.values(ways).map(({ element }) => element), h("div", { class: "row" }, save), telling.answer);
  choose();
  return { show: (on) => { show(on); if (!on) picking.stop(); } };
}

/** A plan that is no draft any more only tells where it lies. */
function showSettled(panel, georeference) {
  panel.replaceChildren(h("h2", {}, "Position"), ...positionFacts(georeference, { residuals: true }));
  return { show: () => {} };
}

/** The two methods that need more than their name. */
function waysOf({ plan, draft, map }, picking) {
  const told = { map, georeference: plan.georeference, pick: (name) => picking.pick(name, draft) };
  return { control_points: pointsWay(told), point_and_bearing: bearingWay(told) };
}

/** The button that saves the chosen position, and asks again where the service has doubts. */
function makeSaving({ planId, ways, methods, telling, placed }) {
  const button = h("button", { type: "button", class: "button primary", onclick: () => send({}) }, "Save the position");

  async function send(more) {
    button.disabled = true;
    try {
      const method = methods.chosen();
      const body = { method, ...ways[method]?.value(), ...more };
      const report = await api("PUT", `/plans/${planId}/position`, { body });
      ways.control_points.tell(report.georeference.points, report.bad_point);
      telling.saved(report);
      placed();
    } catch (problem) {
      refused(problem);
    } finally {
      button.disabled = false;
      telling.reveal();
    }
  }

  function refused(problem) {
    const { residuals = [], bad_point } = problem.fields ?? {};
    ways.control_points.tell(residuals, bad_point);
    telling.refused(problem, {
      turnOver: () => { ways.control_points.turnOver(); send({}); },
      insist: () => send({ confirm: true }),
    });
  }

  return button;
}
