// The right side of the studio: what was understood, in five panels behind tabs.

import { changesPanel } from "./changes.js";
import { findingsPanel } from "./findings.js";
import { positionPanel } from "./position.js";
import { rolesPanel } from "./roles.js";
import { summaryPanel } from "./summary.js";
import { makeTabs } from "./tabs.js";

const TABS = [
  { id: "overview", label: "Overview" }, { id: "findings", label: "Findings" }, { id: "roles", label: "Roles" },
  { id: "position", label: "Position" }, { id: "changes", label: "Changes" },
];

/** The panels of a studio beside its sheet. */
export class Panels {
  // Made anew with every reading of the drawing.
  findings = null;
  roles = null;
  position = null;

  constructor(box, { studio, sheet, picking }) {
    Object.assign(this, { box, studio, sheet, picking });
    this.tabs = makeTabs("What was understood", TABS, (id) => {
      this.position?.show(id === "position");
      if (id !== "roles") sheet.highlight("layers", null);
    });
  }

  /** Fill them from what the studio knows now. */
  show() {
    const { issues } = this.studio.plan;
    if (!this.tabs.element.isConnected) this.box.replaceChildren(this.tabs.element);
    this.showOutlook();
    this.findings = findingsPanel(this.tabs.panel("findings"), issues, (issue) => this.#openIssue(issue));
    this.tabs.count("findings", issues.length);
    this.#showRoles();
    this.#showPosition();
  }

  /** What publishing would do, which also changes with the position. */
  showOutlook() {
    summaryPanel(this.tabs.panel("overview"), this.studio, (tab) => this.tabs.open(tab, true));
    changesPanel(this.tabs.panel("changes"), this.studio.preview);
  }

  /** Lead from a pin to its row. */
  revealIssue(issue) {
    this.tabs.open("findings");
    this.#chooseIssue(issue);
  }

  /** Lead from a shape to the role of its layer or block. */
  revealSource(kind, name) {
    this.tabs.open("roles");
    this.roles.reveal(kind, name);
  }

  /** Say something above the overview. */
  headline(element) {
    this.tabs.open("overview");
    this.tabs.panel("overview").prepend(element);
  }

  #showRoles() {
    const { settings, draft, plan } = this.studio;
    this.roles = rolesPanel(this.tabs.panel("roles"), {
      draft, editable: plan.state === "draft", roles: { layers: settings.layerRoles, blocks: settings.blockRoles },
      apply: (change) => this.studio.reread(change), highlight: this.sheet.highlight,
    });
  }

  #showPosition() {
    const { studio, picking } = this;
    // The points of the position that was shown before leave the map.
    this.position?.show(false);
    this.position = positionPanel(this.tabs.panel("position"), { studio, picking, placed: () => studio.placed() });
    this.position.show(this.tabs.current() === "position");
  }

  #openIssue(issue) {
    this.sheet.lookAt(issue.x, issue.y);
    this.#chooseIssue(issue);
  }

  #chooseIssue({ number }) {
    this.sheet.choose(number);
    this.findings.reveal(number);
  }
}
