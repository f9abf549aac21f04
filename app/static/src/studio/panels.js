// The right side of the studio: what was understood and what is made of it, in panels behind tabs.

import { changesPanel } from "./changes.js";
import { Editor } from "./editor/editor.js";
import { Ghosts } from "./editor/ghosts.js";
import { ghostOf } from "./findings/ghost.js";
import { FindingsPanel } from "./findings/panel.js";
import { isPlaced } from "./findings/row.js";
import { positionPanel } from "./position.js";
import { rolesPanel } from "./roles.js";
import { summaryPanel } from "./summary.js";
import { makeTabs } from "./tabs.js";
import { Tuning } from "./tuning.js";

const TABS = [
  { id: "overview", label: "Overview" }, { id: "spaces", label: "Spaces" }, { id: "findings", label: "Findings" }, { id: "roles", label: "Roles" }, { id: "profile", label: "Profile" },
  { id: "position", label: "Position" }, { id: "changes", label: "Changes" },
];

/** Where one sees what publishing would do. */
const LOOKS_AHEAD = new Set(["overview", "changes"]);

/** The panels of a studio beside its sheet. */
export class Panels {
  // Made anew with every reading of the drawing.
  roles = null;
  position = null;

  constructor(box, { map, studio, sheet, picking }) {
    Object.assign(this, { box, studio, sheet, picking });
    this.tabs = makeTabs("What was understood", TABS, (id) => {
      this.position?.show(id === "position");
      if (id !== "roles") sheet.highlight("layers", null);
      this.editor?.toggle(id === "spaces");
      this.lookAgain();
    });
    this.findings = this.#findingsPanel(map, studio, sheet);
    this.tuning = new Tuning(this.tabs.panel("profile"), studio);
    this.editor = new Editor({ map, studio, sheet, panel: this.tabs.panel("spaces"), open: () => this.tabs.open("spaces") });
  }

  /** Fill them from what the studio knows now. */
  show() {
    if (!this.tabs.element.isConnected) this.box.replaceChildren(this.tabs.element);
    this.showOutlook();
    this.editor.show();
    this.showFindings();
    this.#showRoles();
    this.tuning.show();
    this.#showPosition();
  }

  /** What the reader found, which also changes with what people do. */
  showFindings() {
    const { issues } = this.studio;
    this.findings.show(issues);
    this.tabs.count("findings", issues.findings.filter(({ state }) => state === "open").length);
  }

  /** What publishing would do, which also changes with the position. */
  showOutlook() {
    summaryPanel(this.tabs.panel("overview"), this.studio, (tab) => this.tabs.open(tab, true));
    changesPanel(this.tabs.panel("changes"), this);
  }

  /** Ask what publishing would do once it is in sight and the draft was edited. */
  async lookAgain() {
    if (this.studio.isPreviewOld && LOOKS_AHEAD.has(this.tabs.current())) this.looking = this.#look();
    return this.looking;
  }

  async #look() {
    this.studio.preview = await this.studio.lookAhead();
    this.showOutlook();
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

  /** Where it will be said what came of it, before somebody goes on to another tab. */
  toOverview() {
    this.tabs.open("overview");
  }

  /** Say something above the overview. */
  headline(element) {
    this.tabs.panel("overview").prepend(element);
  }

  #showRoles() {
    const { settings, draft, plan } = this.studio;
    this.roles = rolesPanel(this.tabs.panel("roles"), {
      draft, editable: plan.state === "draft", roles: { layers: settings.layerRoles, blocks: settings.blockRoles },
      apply: (change) => this.studio.reread(change), soon: (change) => this.studio.redraw.soon(change), highlight: this.sheet.highlight,
    });
  }

  #showPosition() {
    const { studio, picking } = this;
    // The points of the position that was shown before leave the map.
    this.position?.show(false);
    this.position = positionPanel(this.tabs.panel("position"), { studio, picking, placed: () => studio.placed() });
    this.position.show(this.tabs.current() === "position");
  }

  #chooseIssue({ number }) {
    this.findings.reveal(number);
    this.sheet.choose(number);
  }

  #findingsPanel(map, studio, sheet) {
    const ghosts = new Ghosts(map);
    return new FindingsPanel(this.tabs.panel("findings"), studio.filters, {
      edit: async (action) => {
        const answer = await this.editor.log.do(() => action);
        await studio.refreshed;
        return answer;
      },
      undo: () => this.editor.undo(),
      shown: (issues) => sheet.pin(issues),
      lookAt: (issue) => {
        if (isPlaced(issue)) sheet.lookAt(issue.x, issue.y);
        sheet.choose(issue.number);
      },
      preview: (geometry) => ghosts.show(ghostOf(geometry)),
      lead: (tab, layer) => (tab === "roles" && layer ? this.revealSource("layers", layer) : this.tabs.open(tab, true)),
    });
  }
}
