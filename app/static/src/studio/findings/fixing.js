// What can be done about findings: the fixes that the service tells, and ignoring with a reason.
// Nothing here knows a code; a fix is an edit that is ready to be done.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { problemNote } from "../note.js";
import { plural } from "../words.js";

const LONGEST_REASON = 300;
const LONGEST_WORD = 120;
let made = 0;

/** The action with words filled in where they belong: in the innermost one. */
function filled(action, words) {
  return action.action ? { ...action, action: filled(action.action, words) } : { ...action, ...words };
}

/** How an entry of the log remembers a finding. */
export function spotOf({ x, y, layer }) {
  if (x !== null && y !== null) return { x, y };
  return layer === null ? {} : { layer };
}

/** A form that does one thing, is busy meanwhile, and tells in place why it could not be done. */
function doForm(words, fields, run) {
  const trouble = h("div", { class: "finding-trouble" });
  const go = h("button", { type: "submit", class: "button primary" }, words);
  const form = h("form", { class: "stack finding-form", novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    trouble.replaceChildren();
    go.disabled = true;
    try {
      await run();
    } catch (problem) {
      trouble.replaceChildren(problemNote(problem));
    } finally {
      go.disabled = false;
    }
  } }, ...fields, go, trouble);
  return form;
}

/** A button that opens a form below it. */
function opening(words, form) {
  form.hidden = true;
  const button = h("button", { type: "button", class: "button", "aria-expanded": "false", onclick: () => {
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input")?.focus();
  } }, words);
  return h("div", { class: "stack" }, button, form);
}

/** What shows on the map what would come of a fix, as long as somebody is at it. */
function looking(fix, panel, ...nodes) {
  const show = () => panel.preview(fix.shows);
  const hide = ({ currentTarget, relatedTarget }) => { if (!currentTarget.contains(relatedTarget)) panel.preview(null); };
  return h("div", { class: "stack", "data-fix": fix.name, onfocusin: show, onfocusout: hide, onpointerenter: show, onpointerleave: hide }, ...nodes);
}

function asking(issue, fix, panel) {
  const inputs = fix.asks.map(({ name, label }) => ({ name, label, input: h("input", { class: "input", id: `fix-${++made}`, maxlength: LONGEST_WORD, autocomplete: "off" }) }));
  const form = doForm(fix.label, inputs.map(({ label, input }) => field(label, input)), () => {
    const words = Object.fromEntries(inputs.map(({ name, input }) => [name, input.value.trim()]).filter(([, value]) => value));
    if (Object.keys(words).length) return panel.fix(issue, filled(fix.action, words));
    inputs[0].input.focus();
    return null;
  });
  return looking(fix, panel, opening(`${fix.label}…`, form));
}

function doing(issue, fix, panel) {
  const trouble = h("div", { class: "finding-trouble" });
  const button = h("button", { type: "button", class: "button", onclick: async () => {
    button.disabled = true;
    trouble.replaceChildren();
    try {
      await panel.fix(issue, fix.action);
    } catch (problem) {
      trouble.replaceChildren(problemNote(problem));
    } finally {
      button.disabled = false;
    }
  } }, fix.label);
  return looking(fix, panel, button, trouble);
}

const leading = (fix, panel) => h("button", { type: "button", class: "button", "data-fix": fix.name, onclick: () => panel.lead(fix.lead) }, fix.label);

/** Buttons for the fixes of a finding. */
export function fixButtons(issue, panel) {
  return issue.fixes.map((fix) => {
    if (fix.lead) return leading(fix, panel);
    return fix.asks.length ? asking(issue, fix, panel) : doing(issue, fix, panel);
  });
}

/** Ignore some findings of one code, for a reason. */
export function ignoreForm(issues, panel, words) {
  const reason = h("input", { class: "input", id: `ignore-${++made}`, maxlength: LONGEST_REASON, autocomplete: "off", required: true });
  const [{ code }] = issues;
  const form = doForm(`Ignore ${plural(issues.length, "finding")}`, [field("Why nothing needs to be done", reason)], () => {
    if (reason.value.trim()) return panel.ignore(code, issues, reason.value.trim());
    reason.setAttribute("aria-invalid", "true");
    reason.focus();
    return null;
  });
  return opening(words, form);
}
