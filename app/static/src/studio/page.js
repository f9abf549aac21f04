// The studio of one plan: the drawing with what was understood of it, and everything up to publishing.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { Filters } from "./findings/filters.js";
import { floorLink, showHead } from "./head.js";
import { historyList } from "./history.js";
import { note, problemNote } from "./note.js";
import { Panels } from "./panels.js";
import { makePicking } from "./picking.js";
import { askPublish } from "./publish.js";
import { untilRead } from "./reading.js";
import { Redraw } from "./redraw.js";
import { momentText } from "./schedule.js";
import { makeSheet } from "./sheet.js";
import { wallToUndo } from "./wall_to_undo.js";
import { difference, plural } from "./words.js";

const lone = (...nodes) => h("div", { class: "stack lone" }, ...nodes);

/** A plan that is shown is covered only when it takes longer to read it otherwise. */
const PATIENCE_MS = 700;

/** The plan's drawing is being read: show how far, over the stage, until it is; null when nobody waits for
    it any more. */
async function waitForReading(planId, isWanted, patience) {
  const box = one("#reading");
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress of reading" });
  const said = h("p", {}, "Waiting for its turn");
  box.replaceChildren(h("div", { class: "card stack" }, said, bar));
  const timer = setTimeout(() => { box.hidden = !isWanted(); }, patience);
  try {
    return await untilRead(planId, (stage, share) => { bar.value = share; said.textContent = stage; }, isWanted);
  } finally {
    clearTimeout(timer);
    if (isWanted()) box.hidden = true;
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
  /** The findings, what people said of them, and what can be done. */
  issues = null;
  /** Resolves when the page shows what the last edit led to. */
  refreshed = null;
  filters = new Filters();
  /** The draft was edited since the preview was made. */
  isPreviewOld = false;
  redraw = new Redraw(this);

  constructor(map, settings) {
    Object.assign(this, { map, settings, path: `/plans/${settings.planId}`, box: one("#studio-panel") });
    this.sheet = makeSheet(map, {
      draftNow: () => this.draft,
      onsource: (kind, name) => this.panels.revealSource(kind, name),
      onissue: (issue) => this.panels.revealIssue(issue),
      filters: this.filters,
      editOf: (key) => (this.plan.state === "draft" ? () => this.panels.editor.reveal(key) : null),
    });
    this.panels = new Panels(this.box, { map, studio: this, sheet: this.sheet, picking: makePicking(map) });
  }

  history() {
    return historyList(this.settings, this.map);
  }

  /** Ask for everything and show it, unless something newer is asked for meanwhile; `before` are the
      counts of another reading. */
  async load(before = null, isWanted = this.redraw.begin()) {
    let plan = await api("GET", this.path);
    if (isWanted() && plan.state === "reading") plan = await waitForReading(plan.id, isWanted, this.draft ? PATIENCE_MS : 0);
    if (!isWanted()) return;
    this.plan = plan;
    showHead(this.plan, this.settings, () => this.askToPublish(), (said) => this.unscheduled(said));
    if (this.plan.state === "refused") {
      await this.showRefusal();
      return;
    }
    // Who changed a role wants to see the plan; what publishing it would do is weighed after that.
    const isWeighed = this.plan.state === "draft" && !before;
    const [draft, issues, preview] = await Promise.all([
      api("GET", `${this.path}/draft`), api("GET", `${this.path}/issues`), isWeighed ? this.lookAhead() : null,
    ]);
    if (!isWanted()) return;
    Object.assign(this, { draft, issues, preview, isPreviewOld: !isWeighed && this.plan.state === "draft" });
    this.changed = before && difference(before, this.plan.counts);
    this.sheet.show(this.draft);
    this.panels.show();
    if (before) tellReread(this.changed);
    this.panels.lookAgain();
  }

  async showRefusal() {
    const back = this.profileBefore && h("button", { type: "button", class: "button", onclick: () => this.reread(this.profileBefore, true) }, "Read it as before");
    const other = h("a", { class: "button", href: "/plans" }, "Bring in another file");
    const wall = await wallToUndo(this.path, () => this.load());
    this.box.replaceChildren(lone(problemNote(this.plan.refusal, wall, back, other)));
  }

  /** Read the drawing again with what a person decided (`whole`: with nothing else); tells what that
      changed. */
  reread(change, whole = false) {
    return this.redraw.now(change, whole);
  }

  /** A position was saved. */
  async placed() {
    [this.plan, this.preview] = await Promise.all([api("GET", this.path), this.lookAhead()]);
    this.panels.showOutlook();
  }

  /** The draft was edited: what publishing would do is asked for when somebody looks at it. */
  edited(answer) {
    this.isPreviewOld = true;
    this.refreshed = this.#refresh(answer).catch((problem) => toast(`${problem.message} ${problem.advice ?? ""}`));
  }

  /** A wall more or less has the drawing read again; all else changes at once. */
  async #refresh(answer) {
    if (answer?.reading) {
      await this.load(this.plan.counts);
      return;
    }
    this.panels.lookAgain();
    this.issues = await api("GET", `${this.path}/issues`);
    this.panels.showFindings();
  }

  /** Show the draft as it is kept now: others edit it too. */
  async renew() {
    [this.plan, this.draft] = await Promise.all([api("GET", this.path), api("GET", `${this.path}/draft`)]);
    this.sheet.show(this.draft);
    this.panels.editor.show();
    this.edited();
  }

  /** What publishing would do; a plan that cannot be weighed can still be looked at and changed. */
  async lookAhead() {
    this.isPreviewOld = false;
    try {
      return await api("GET", `${this.path}/preview`);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice}`);
      return null;
    }
  }

  /** Weighed anew before the question, because others publish and book meanwhile. */
  async askToPublish() {
    const { number } = await api("GET", `${this.path}/edits`);
    if (number !== this.draft.edits.number) await this.renew();
    this.preview = await this.lookAhead();
    if (this.preview) askPublish(this, (report) => this.published(report));
  }

  /** The date was cancelled: the plan is a draft again. */
  async unscheduled(said) {
    toast(said);
    await this.load();
  }

  async published({ held_bookings: held, effective_from: from }) {
    this.panels.toOverview();
    if (from) {
      toast(held ? `It waits for its date. ${plural(held, "booking")} will lose the place then; their people see it.` : "It waits for its date.");
      await this.load();
      this.panels.headline(note("", `${this.settings.floorName} shows this plan from ${momentText(from, this.settings.timeZone)} on.`, "Until then it can be taken back above."));
      return;
    }
    toast(held ? `Published. ${plural(held, "booking")} lost the place; their people see it.` : "Published. Everybody sees this plan now.");
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
