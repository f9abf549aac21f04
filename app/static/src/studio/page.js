// The studio of one plan: the drawing with what was understood of it, and everything up to publishing.

import { api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { changesPanel } from "./changes.js";
import { makeDrawing } from "./drawing.js";
import { findingsPanel } from "./findings.js";
import { askBringBack, historyList } from "./history.js";
import { makeInspector } from "./inspect.js";
import { note, problemNote } from "./note.js";
import { makePicking } from "./picking.js";
import { makePins } from "./pins.js";
import { positionPanel } from "./position.js";
import { askDiscard, askPublish } from "./publish.js";
import { untilRead } from "./reading.js";
import { rolesPanel } from "./roles.js";
import { summaryPanel } from "./summary.js";
import { switches } from "./switches.js";
import { makeTabs } from "./tabs.js";
import { STATES, difference } from "./words.js";

const TABS = [
  { id: "overview", label: "Overview" }, { id: "findings", label: "Findings" }, { id: "roles", label: "Roles" },
  { id: "position", label: "Position" }, { id: "changes", label: "Changes" },
];

const merged = (profile, change) => ({
  ...profile, ...change,
  layers: { ...profile.layers, ...change.layers },
  blocks: { ...profile.blocks, ...change.blocks },
});

/** Start the page; settings: planId, floorId, floorName, buildingName, units, layerRoles, blockRoles. */
export async function studioPage(map, settings) {
  const root = one(".studio");
  const panel = one("#studio-panel");
  const reading = one("#reading");
  const studio = { settings, map, plan: null, draft: null, preview: null, changed: null, reread };
  studio.history = () => historyList(settings.floorId, settings.planId, settings.floorName);
  const picking = makePicking(map);
  const inspector = makeInspector(() => studio.draft, (kind, name) => { tabs.open("roles"); roles.reveal(kind, name); }, () => drawing.unpick());
  const drawing = makeDrawing(map, inspector.show);
  const pins = makePins(map, (issue) => { tabs.open("findings"); openIssue(issue, false); });
  const roles = { reveal() {} };
  const findings = { reveal() {} };
  const position = { show() {} };
  const tabs = makeTabs("What was understood", TABS, (id) => {
    position.show(id === "position");
    if (id !== "roles") drawing.highlight("layers", null);
  });
  let fitted = null;

  switches(one("#sheet-layers"), (part, on) => { if (part === "findings") pins.toggle(on); drawing.toggle(part, on); });

  function openIssue(issue, moves = true) {
    if (moves) drawing.lookAt(issue.x, issue.y);
    pins.choose(issue.number);
    findings.reveal(issue.number);
  }

  function showHead() {
    const { plan } = studio;
    const button = (words, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, words);
    const floorLink = (kind) => h("a", { class: `button ${kind}`, href: `/floors/${settings.floorId}` }, "Open the floor");
    const actions = {
      draft: () => [button("Discard", () => askDiscard(plan), "quiet"), button("Publish…", askToPublish, "primary")],
      published: () => [floorLink("primary")],
      superseded: () => [floorLink(""), button("Bring back…", () => askBringBack(plan, settings.floorName), "primary")],
      refused: () => [button("Discard", () => askDiscard(plan), "quiet")],
    };
    root.dataset.state = plan.state;
    one("#studio-state").textContent = STATES[plan.state];
    one("#studio-state").dataset.planState = plan.state;
    one("#studio-actions").replaceChildren(...(actions[plan.state]?.() ?? []));
  }

  async function published(report) {
    toast(report.held_bookings ? `Published. ${report.held_bookings} bookings lost their place; their people see it.` : "Published. Everybody sees this plan now.");
    await load();
    tabs.open("overview");
    const banner = note("", `${settings.floorName} shows this plan now.`, "", h("a", { class: "button primary", href: `/floors/${settings.floorId}` }, "Open the floor's map"));
    tabs.panel("overview").prepend(banner);
    banner.querySelector("a").focus();
  }

  async function waitForReading() {
    const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress of reading" });
    const said = h("p", {}, "Waiting for its turn");
    reading.replaceChildren(h("div", { class: "card stack" }, said, bar));
    reading.hidden = false;
    try {
      return await untilRead(settings.planId, (stage, share) => { bar.value = share; said.textContent = stage; });
    } finally {
      reading.hidden = true;
    }
  }

  /** Read the drawing again with what a person decided; tells what that changed. */
  async function reread(change, whole = false) {
    const before = studio.plan.counts;
    const profile = studio.draft?.profile ?? studio.plan.profile;
    try {
      await api("PATCH", `/plans/${settings.planId}`, { body: whole ? change : merged(profile, change) });
      studio.profileBefore = profile;
      await load(before);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice ?? ""}`);
    }
  }

  function showRefusal() {
    const { refusal } = studio.plan;
    const back = studio.profileBefore && h("button", { type: "button", class: "button", onclick: () => reread(studio.profileBefore, true) }, "Read it as before");
    panel.replaceChildren(h("div", { class: "stack lone" }, problemNote(refusal, back, h("a", { class: "button", href: "/plans" }, "Bring in another file"))));
  }

  function showPanels() {
    const { plan, draft, preview } = studio;
    const editable = plan.state === "draft";
    const lead = (tab) => tabs.open(tab, true);
    if (!tabs.element.isConnected) panel.replaceChildren(tabs.element);
    summaryPanel(tabs.panel("overview"), studio, lead);
    Object.assign(findings, findingsPanel(tabs.panel("findings"), plan.issues, openIssue));
    Object.assign(roles, rolesPanel(tabs.panel("roles"), {
      draft, editable, roles: { layers: settings.layerRoles, blocks: settings.blockRoles },
      apply: (change) => reread(change), highlight: drawing.highlight,
    }));
    position.show(false);
    Object.assign(position, positionPanel(tabs.panel("position"), { studio, picking, placed }));
    position.show(tabs.current() === "position");
    changesPanel(tabs.panel("changes"), preview);
    tabs.count("findings", plan.issues.length);
  }

  async function placed() {
    [studio.plan, studio.preview] = await Promise.all([api("GET", `/plans/${settings.planId}`), lookAhead()]);
    summaryPanel(tabs.panel("overview"), studio, (tab) => tabs.open(tab, true));
    changesPanel(tabs.panel("changes"), studio.preview);
  }

  /** What publishing would do; a plan that cannot be weighed can still be looked at and changed. */
  async function lookAhead() {
    try {
      return await api("GET", `/plans/${settings.planId}/preview`);
    } catch (problem) {
      toast(`${problem.message} ${problem.advice}`);
      return null;
    }
  }

  /** Weighed anew before the question, because others publish and book meanwhile. */
  async function askToPublish() {
    studio.preview = await lookAhead();
    if (studio.preview) askPublish(studio, published);
  }

  function showDrawing() {
    const { draft } = studio;
    drawing.show(draft);
    pins.show(studio.plan.issues);
    inspector.hide();
    if (fitted !== draft.units.name) drawing.fit(draft);
    fitted = draft.units.name;
    map.getContainer().parentElement.dataset.ready = "true";
  }

  async function load(before = null) {
    studio.plan = await api("GET", `/plans/${settings.planId}`);
    if (studio.plan.state === "reading") studio.plan = await waitForReading();
    showHead();
    if (studio.plan.state === "refused") return showRefusal();
    const isDraft = studio.plan.state === "draft";
    [studio.draft, studio.preview] = await Promise.all([
      api("GET", `/plans/${settings.planId}/draft`), isDraft ? lookAhead() : null,
    ]);
    studio.changed = before && difference(before, studio.plan.counts);
    showDrawing();
    showPanels();
    if (before) announceChange(studio.changed);
    return null;
  }

  function announceChange(changed) {
    toast(changed.length ? `Read again: ${changed.join(", ")}.` : "Read again: the counts are the same.");
    announce("The drawing was read again");
  }

  try {
    await load();
  } catch (problem) {
    panel.replaceChildren(h("div", { class: "stack lone" }, problemNote(problem, h("a", { class: "button", href: "/plans" }, "To all plans"))));
  }
}
