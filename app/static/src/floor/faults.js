// What is wrong at the chosen place: told without names, so that nobody tells it twice, and a dialog
// to tell it.

import { api } from "../common/api.js";
import { actButton, openDialog } from "../common/dialog.js";
import { h, icon, one } from "../common/dom.js";
import { postOnce } from "../common/once.js";
import { agoText } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";

const WRONG = "Something is wrong here…";
const LONGEST = 200;
const FRESH_MS = 5000;
const TOLD = "Facility staff see it now, and so does whoever opens this place.";
const IF_LOST = "Send it again: it is not reported twice.";
const KINDS = [["broken", "Equipment broken"], ["missing", "Something missing"], ["dirty", "Dirty"], ["damaged", "Damaged"], ["other", "Something else"]];
// By place: what was told of it last, and when. The panel is drawn anew more often than that changes.
const known = new Map();

async function openAt(space) {
  const { at = -Infinity, faults } = known.get(space.id) ?? {};
  if (performance.now() - at < FRESH_MS) return faults;
  const found = await api("GET", `/spaces/${space.id}/faults`);
  known.set(space.id, { at: performance.now(), faults: found });
  return found;
}

function reportedText({ words, reported_at: at, reports, is_mine: isMine }) {
  const others = reports > 1 && `${reports} people found it`;
  return [`Reported: ${words}`, agoText(Date.parse(at), Date.now()), isMine ? "by you" : null, others].filter(Boolean).join(", ");
}

/** What is open at a place: a list that fills itself, and stays hidden where there is nothing. */
export function faultList(space) {
  const list = h("ul", { class: "fault-list", hidden: true, "data-faults": space.id });
  const show = (faults) => {
    list.replaceChildren(...faults.map((fault) => h("li", {}, reportedText(fault))));
    list.hidden = faults.length === 0;
  };
  show(known.get(space.id)?.faults ?? []);
  // A place can be looked at and booked without it.
  openAt(space).then(show, () => {});
  return list;
}

/** The button that opens what is to be told; beside the star, because a sheet has no height to spare. */
export function faultButton(space) {
  return h("button", { type: "button", class: "icon-button fault-button", "aria-label": WRONG, title: WRONG, "aria-haspopup": "dialog", onclick: () => openReport(space) }, icon("fault"));
}

function sameList(faults, box, did) {
  if (faults.length === 0) return null;
  const rows = faults.map((fault) => h("li", {}, h("span", {}, reportedText(fault)), fault.is_mine ? null
    : actButton("The same here", box, async () => { await api("POST", `/faults/${fault.id}/same`); did("Added."); }, { kind: "" })));
  return h("section", { class: "stack" }, h("h3", {}, "Open already"), h("ul", { class: "fault-list" }, ...rows));
}

function reportForm(space, box, did) {
  const radios = KINDS.map(([value, words]) => h("label", { class: "chip" }, h("input", { type: "radio", name: "fault-what", value, required: true }), words));
  const note = h("input", { class: "input", id: "fault-note", type: "text", maxlength: LONGEST, autocomplete: "off", "aria-describedby": "fault-hint" });
  const send = actButton("Report it", box, async () => {
    const what = one('[name="fault-what"]:checked', form)?.value;
    if (!what) { form.reportValidity(); return; }
    await postOnce(`/spaces/${space.id}/faults`, { what, note: note.value }, IF_LOST);
    did("Reported.");
  });
  const form = h("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); send.click(); } },
    h("fieldset", { class: "filter-set" }, h("legend", {}, "What is wrong?"), h("div", { class: "chips" }, ...radios)),
    h("div", { class: "field" }, h("label", { for: "fault-note" }, "In a few words"), note,
      h("p", { class: "hint", id: "fault-hint" }, "Whoever opens this place reads it, so name nobody. Only facility staff see that it was you, until it is done.")),
    h("div", { class: "row" }, send));
  return form;
}

async function openReport(space) {
  const box = openDialog(`Something is wrong at ${titleOf(space)}`);
  const did = (words) => {
    known.delete(space.id);
    box.close();
    toast(`${words} ${TOLD}`);
  };
  const form = reportForm(space, box, did);
  box.show(sameList(known.get(space.id)?.faults ?? [], box, did), form);
  openAt(space).then((faults) => { if (!form.contains(document.activeElement)) box.show(sameList(faults, box, did), form); }, () => {});
  await box.closed;
  one(`.panel [data-faults="${space.id}"]`)?.replaceWith(faultList(space));
  one(".panel .fault-button")?.focus();
}
