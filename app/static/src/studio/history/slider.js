// A line over the map: one plan is shown left of it, the other right of it. Two panes of Leaflet, each
// clipped; the line is a range field, so that it works by keyboard and is read out.

import { h } from "../../common/dom.js";
import { shapeOf } from "../drawn.js";

const L = window.L;
const HALF = 50;
// As wide as the handle of the field, whose middle is where the line is.
const THUMB_PX = 44;
const SIDES = ["before", "after"];
const CLASS_OF = { desk: "draft-desk", parking: "draft-parking", booth: "draft-room", room: "draft-room", area: "draft-room", locker: "draft-desk" };

/** The shapes of one plan, in a pane of its own. */
function drawPlan(map, side, plan) {
  const pane = `plan-${side}`;
  if (!map.getPane(pane)) map.createPane(pane);
  const renderer = L.svg({ pane, padding: 0.4 });
  const rooms = plan.spaces.filter(({ kind }) => CLASS_OF[kind] === "draft-room");
  const places = plan.spaces.filter(({ kind }) => CLASS_OF[kind] !== "draft-room");
  const drawn = (space) => shapeOf(space.geometry, `${CLASS_OF[space.kind]} compared ${space.change}`, renderer, false);
  const isOutline = ({ type }) => type.endsWith("Polygon");
  return L.layerGroup([
    ...plan.lines.filter(isOutline).map((each) => shapeOf(each, "floor-outline", renderer, false)),
    ...rooms.map(drawn),
    ...plan.stairs.map((each) => shapeOf(each, "connector", renderer, false)),
    ...plan.lines.filter((each) => !isOutline(each)).map((each) => shapeOf(each, "walls", renderer, false)),
    ...places.map(drawn),
  ]).addTo(map);
}

export class Slider {
  /** `onclose()` is told when the person has seen enough. */
  constructor(map, { before, after }, onclose) {
    Object.assign(this, { map, before, after });
    this.stage = map.getContainer().parentElement;
    this.layers = [drawPlan(map, "before", before), drawPlan(map, "after", after)];
    this.range = h("input", {
      type: "range", class: "compare-range", min: 0, max: 100, step: 1, value: HALF,
      "aria-label": `How far plan ${before.number} is shown over plan ${after.number}`, oninput: () => this.#clip(),
    });
    this.line = h("div", { class: "compare-line", "aria-hidden": "true" });
    this.element = h("div", { class: "compare", onkeydown: (event) => { if (event.key === "Escape") onclose(); } },
      h("span", { class: "compare-label left" }, `Plan ${before.number}`), h("span", { class: "compare-label right" }, `Plan ${after.number}`),
      this.line, this.range,
      h("button", { type: "button", class: "button compare-close", onclick: onclose }, "Stop comparing"));
    this.stage.append(this.element);
    this.stage.dataset.comparing = "true";
    this.clip = () => this.#clip();
    map.on("move zoom resize viewreset", this.clip);
    this.#clip();
  }

  focus() {
    this.range.focus({ preventScroll: true });
  }

  remove() {
    this.map.off("move zoom resize viewreset", this.clip);
    for (const layer of this.layers) layer.remove();
    for (const side of SIDES) this.map.getPane(`plan-${side}`).style.clipPath = "";
    this.element.remove();
    delete this.stage.dataset.comparing;
  }

  /** Panes lie in the map's own points, which move with it; so do the clips. */
  #clip() {
    const { x: width, y: height } = this.map.getSize();
    const share = Number(this.range.value) / 100;
    const at = THUMB_PX / 2 + share * (width - THUMB_PX);
    const corner = this.map.containerPointToLayerPoint([0, 0]);
    const between = (from, to) => {
      const [left, right, top, bottom] = [corner.x + from, corner.x + to, corner.y, corner.y + height];
      return `polygon(${left}px ${top}px, ${right}px ${top}px, ${right}px ${bottom}px, ${left}px ${bottom}px)`;
    };
    this.map.getPane("plan-before").style.clipPath = between(0, at);
    this.map.getPane("plan-after").style.clipPath = between(at, width);
    this.line.style.left = `${at}px`;
    this.range.setAttribute("aria-valuetext", `Plan ${this.before.number} on the left ${this.range.value} percent, plan ${this.after.number} on the rest`);
  }
}
