// Where the drawing lies on the earth: how it is known, said by a person, and saved.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { fileWay } from "./position_file.js";
import { floorsWay } from "./position_floors.js";
import { headingPart, topOf } from "./position_heading.js";
import { makeLive } from "./position_live.js";
import { makeMethods } from "./position_methods.js";
import { fixOf, makeCornerMark, problemNode, qualityNodes } from "./position_quality.js";
import { makeTelling, positionFacts } from "./position_told.js";
import { bearingWay, pointsWay } from "./position_ways.js";

/** Fills the panel; `placed()` is called when a position was saved. `show(on)` tells whether the
    panel is in sight, and with it the points on the plan. */
export function positionPanel(panel, { studio, picking, placed }) {
  const { plan } = studio;
  if (plan.state !== "draft") return showSettled(panel, studio);
  return new Position(panel, { studio, picking, placed });
}

const headingOf = (studio, knownNow) => headingPart({
  ...studio.settings,
  topNow: () => {
    const known = knownNow();
    return known ? topOf(known, studio.settings.northDeg) : null;
  },
});

/** A plan that is no draft any more only tells where it lies. */
function showSettled(panel, studio) {
  panel.replaceChildren(h("h2", {}, "Position"), ...positionFacts(studio.plan.georeference, { residuals: true }), headingOf(studio, () => studio.plan.georeference));
  return { show: () => {} };
}

class Position {
  constructor(panel, { studio, picking, placed }) {
    Object.assign(this, { studio, picking, placed, planId: studio.plan.id });
    this.known = studio.preview?.georeference ?? studio.plan.georeference;
    this.live = makeLive(this.planId, (report, problem) => this.#tellLive(report, problem));
    this.markCorner = makeCornerMark(studio.map);
    this.quality = h("div", { class: "stack live-quality", "aria-live": "polite" });
    this.telling = makeTelling();
    this.ways = this.#waysOf();
    this.methods = makeMethods({ known: this.known?.method, hasGeodata: studio.draft.has_geodata, onchange: () => this.#choose() });
    this.save = h("button", { type: "button", class: "button primary", onclick: () => this.#send({}) }, "Save the position");
    this.telling.show(this.known);
    panel.replaceChildren(h("h2", {}, "Position"), this.telling.current, this.methods.element,
      ...Object.values(this.ways).map(({ element }) => element), this.quality, h("div", { class: "row" }, this.save), this.telling.answer, headingOf(studio, () => this.known));
    this.#hideOthers();
  }

  /** The panel is in sight, or no longer. */
  show(on) {
    for (const [method, way] of Object.entries(this.ways)) way.show(on && method === this.methods.chosen());
    if (on) { this.#ask(); return; }
    this.picking.stop();
    this.live.stop();
    this.markCorner(null);
  }

  #waysOf() {
    const { plan, draft, map, settings } = this.studio;
    const onchange = () => this.#ask();
    const told = { map, georeference: plan.georeference, pick: (name) => this.picking.pick(name, draft), planId: plan.id, srid: settings.srid, onchange };
    return {
      like_floor: floorsWay(plan.id),
      control_points: pointsWay(told),
      point_and_bearing: bearingWay(told),
      world_file: fileWay({ srid: settings.srid, detail: plan.georeference?.method === "world_file" ? plan.georeference.detail : null, onchange }),
    };
  }

  #hideOthers() {
    for (const [method, way] of Object.entries(this.ways)) way.element.hidden = method !== this.methods.chosen();
  }

  #choose() {
    this.#hideOthers();
    this.telling.forget();
    this.show(true);
  }

  #ask() {
    const way = this.ways?.[this.methods?.chosen()];
    this.live.soon(() => {
      const body = way?.ready?.();
      return body ? { method: this.methods.chosen(), ...body } : null;
    });
  }

  #tellLive(report, problem) {
    const way = this.#way();
    const bad = report?.fault?.points ?? [problem?.fields?.bad_point].filter(Boolean);
    this.ways.control_points.tell(report?.georeference.points ?? [], bad);
    // With a slip in the points the error to expect is no measure, and its circle would hide the plan.
    this.markCorner(report?.fault ? null : report?.corner ?? null);
    this.quality.replaceChildren(...(report ? qualityNodes(report, way) : problem ? [problemNode(problem, way)] : []));
  }

  /** What a fault is put right with. */
  #way() {
    return {
      list: (this.ways[this.methods.chosen()] ?? this.ways.control_points).list ?? this.ways.control_points.list,
      turnOver: () => this.ways.control_points.turnOver(),
      readIn: (units) => this.#readIn(units),
    };
  }

  /** With another unit the points are scaled by the service, so they are saved first. */
  async #readIn(units) {
    if (await this.#send({ confirm: true })) await this.studio.reread({ units });
  }

  async #send(more) {
    this.save.disabled = true;
    this.live.stop();
    try {
      const method = this.methods.chosen();
      const body = { method, ...this.ways[method]?.value(), ...more };
      const report = await api("PUT", `/plans/${this.planId}/position`, { body });
      // Known from now on: the page asks for the rest only after that.
      this.known = report.georeference;
      this.ways.control_points.tell(report.georeference.points, report.fault?.points ?? []);
      this.telling.saved(report);
      this.quality.replaceChildren();
      await this.placed();
      return true;
    } catch (problem) {
      this.#refused(problem);
      return false;
    } finally {
      this.save.disabled = false;
      this.telling.reveal();
    }
  }

  #refused(problem) {
    const { residuals = [], fault, bad_point } = problem.fields ?? {};
    this.ways.control_points.tell(residuals, fault?.points ?? [bad_point].filter(Boolean));
    this.quality.replaceChildren();
    this.telling.refused(problem, {
      fix: fault && fault.kind !== "mirrored" ? fixOf(fault, this.#way()) : null,
      turnOver: () => { this.ways.control_points.turnOver(); this.#send({}); },
      insist: () => this.#send({ confirm: true }),
    });
  }
}
