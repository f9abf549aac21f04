// Two plans of the floor on one map: what differs in a sentence, and a line to draw between them.

import { announce } from "../../common/announce.js";
import { api } from "../../common/api.js";
import { h } from "../../common/dom.js";
import { toast } from "../../common/toast.js";
import { Slider } from "./slider.js";

/** Compares the plan of the page with others; one at a time. */
export class Comparison {
  #slider = null;
  #button = null;

  /** `box` is where the sentence is told. */
  constructor(map, planId, box) {
    Object.assign(this, { map, planId, box });
  }

  /** Show the difference to another plan, or stop showing it. */
  async toggle(other, button) {
    const isSame = this.#button === button;
    this.close();
    if (isSame) return;
    try {
      const found = await api("GET", `/plans/${this.planId}/difference?with=${other.id}`);
      this.#open(found, button);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice ?? ""}`);
    }
  }

  close() {
    this.#slider?.remove();
    this.#button?.setAttribute("aria-pressed", "false");
    this.box.replaceChildren();
    this.#slider = this.#button = null;
  }

  #open(found, button) {
    const { before, after, sentence } = found;
    this.#button = button;
    button.setAttribute("aria-pressed", "true");
    this.#slider = new Slider(this.map, found, () => { this.close(); button.focus(); });
    const title = `From plan ${before.number} to plan ${after.number}`;
    this.box.replaceChildren(h("div", { class: "notice", role: "status" },
      h("p", {}, h("strong", {}, title)), h("p", { class: "difference" }, sentence),
      h("p", { class: "small soft" }, `Draw the line on the map with the pointer or the arrow keys: plan ${before.number} lies left of it, plan ${after.number} right of it.`)));
    announce(`${title}: ${sentence}`);
    this.#slider.focus();
  }
}
