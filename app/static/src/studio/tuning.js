// The panel "Profile": what was decided about the drawings of this office, and how exactly they are drawn.

import { h } from "../common/dom.js";
import { profilesSection } from "./profiles.js";
import { tolerancesSection } from "./tolerances.js";

export class Tuning {
  #profile = h("div");
  #tolerances = h("div");

  constructor(panel, studio) {
    this.studio = studio;
    panel.replaceChildren(this.#profile, this.#tolerances);
  }

  /** Show what holds for the plan as it is read now; a dial that somebody holds is left alone. */
  show() {
    const { studio } = this;
    const { plan, draft, redraw } = studio;
    const editable = plan.state === "draft";
    this.#profile.replaceChildren(profilesSection({
      plan, draft, editable, use: (id) => redraw.using(id), carry: (change) => redraw.now(change),
    }));
    if (this.#tolerances.contains(document.activeElement)) return;
    const dials = tolerancesSection({ draft, tolerances: studio.settings.tolerances, editable, turn: (change) => redraw.soon(change) });
    this.#tolerances.replaceChildren(...[dials].filter(Boolean));
  }
}
