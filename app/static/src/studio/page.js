// The studio of one plan: the drawing with what was understood of it, and everything up to publishing.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { floorLink, showHead } from "./head.js";
import { historyList } from "./history.js";
import { note, problemNote } from "./note.js";
import { Panels } from "./panels.js";
import { makePicking } from "./picking.js";
import { askPublish } from "./publish.js";
import { untilRead } from "./reading.js";
import { makeSheet } from "./sheet.js";
import { difference } from "./words.js";

const merged = (profile, change) => ({
  ...profile, ...change,
  layers: { ...profile.layers, ...change.layers },
  blocks: { ...profile.blocks, ...change.blocks },
  repairs: { ...profile.repairs, ...change.repairs },
});

const lone = (...nodes) => h("div", { class: "stack lone" }, ...nodes);

/** The plan's drawing is being read: show how far, over the stage, until it is. */
async function waitForReading(planId) {
  const box = one("#reading");
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress of reading" });
  const said = h("p", {}, "Waiting for its turn");
  box.replaceChildren(h("div", { class: "card stack" }, said, bar));
  box.hidden = false;
  try {
    return await untilRead(planId, (stage, share) => { bar.value = share; said.textContent = stage; });
  } finally {
    box.hidden = true;
  }
}

function tellReread(changed) {
  toast(changed.length ? `Read again: ${changed.join(", ")}.` : "Read again: the counts are the same.");
  announce("The drawing was read again");
}

/** What is known of the plan, and what can be done with it. */
class Studio {
  plan = null;
  draft = null;
  /** What publishing would do; null when the plan is no draft or cannot be weighed. */
  preview = null;
  /** What the last other reading changed, in words. */
  changed = null;
  profileBefore = null;

  constructor(map, settings) {
    Object.assign(this, { map, settings, path: `/plans/${settings.planId}`, box: one("#studio-panel") });
    this.sheet = makeSheet(map, {
      draftNow: () => this.draft,
      onsource: (kind, name) => this.panels.revealSource(kind, name),
      onissue: (issue) => this.panels.revealIssue(issue),
    });
    this.panels = new Panels(this.box, { studio: this, sheet: this.sheet, picking: makePicking(map) });
  }

  history() {
    const { floorId, planId, floorName } = this.settings;
    return historyList(floorId, planId, floorName);
  }

  /** Ask for everything and show it; `before` are the counts of another reading. */
  async load(before = null) {
    this.plan = await api("GET", this.path);
    if (this.plan.state === "reading") this.plan = await waitForReading(this.plan.id);
    showHead(this.plan, this.settings, () => this.askToPublish());
    if (this.plan.state === "refused") {
      this.showRefusal();
      return;
    }
    const isDraft = this.plan.state === "draft";
    [this.draft, this.preview] = await Promise.all([api("GET", `${this.path}/draft`), isDraft ? this.lookAhead() : null]);
    this.changed = before && difference(before, this.plan.counts);
    this.sheet.show(this.draft, this.plan.issues);
    this.panels.show();
    if (before) tellReread(this.changed);
  }

  showRefusal() {
    const back = this.profileBefore && h("button", { type: "button", class: "button", onclick: () => this.reread(this.profileBefore, true) }, "Read it as before");
    const other = h("a", { class: "button", href: "/plans" }, "Bring in another file");
    this.box.replaceChildren(lone(problemNote(this.plan.refusal, back, other)));
  }

  /** Read the drawing again with what a person decided (`whole`: with nothing else); tells what that
      changed. */
  async reread(change, whole = false) {
    const before = this.plan.counts;
    const profile = this.draft?.profile ?? this.plan.profile;
    try {
      await api("PATCH", this.path, { body: whole ? change : merged(profile, change) });
      this.profileBefore = profile;
      await this.load(before);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice ?? ""}`);
    }
  }

  /** A position was saved. */
  async placed() {
    [this.plan, this.preview] = await Promise.all([api("GET", this.path), this.lookAhead()]);
    this.panels.showOutlook();
  }

  /** What publishing would do; a plan that cannot be weighed can still be looked at and changed. */
  async lookAhead() {
    try {
      return await api("GET", `${this.path}/preview`);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice}`);
      return null;
    }
  }

  /** Weighed anew before the question, because others publish and book meanwhile. */
  async askToPublish() {
    this.preview = await this.lookAhead();
    if (this.preview) askPublish(this, (report) => this.published(report));
  }

  async published({ held_bookings: held }) {
    toast(held ? `Published. ${held} bookings lost their place; their people see it.` : "Published. Everybody sees this plan now.");
    await this.load();
    const link = floorLink(this.settings, "Open the floor's map", "primary");
    this.panels.headline(note("", `${this.settings.floorName} shows this plan now.`, "", link));
    link.focus();
  }
}

/** Start the page; settings: planId, floorId, floorName, buildingName, units, encodings, layerRoles, blockRoles. */
export async function studioPage(map, settings) {
  const studio = new Studio(map, settings);
  try {
    await studio.load();
  } catch (problem) {
    studio.box.replaceChildren(lone(problemNote(problem, h("a", { class: "button", href: "/plans" }, "To all plans"))));
  }
}
