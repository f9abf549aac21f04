// One drawing on its way: which floor, being sent, being read, and what came of it.

import { api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { h } from "../common/dom.js";
import { floorChoice } from "./floor_choice.js";
import { note, problemNote } from "./note.js";
import { untilRead } from "./reading.js";
import { send } from "./upload.js";
import { STATES, counted, inWords, sizeText } from "./words.js";

// Sending is the first part of the bar, reading the rest.
const SENT_SHARE = 0.4;

/** What stops a file before it is sent, in words. */
function refusalOf(file, largestBytes) {
  if (file.size === 0) return ["The file is empty. Nothing was sent.", "Save the drawing again and choose the new file."];
  if (file.size > largestBytes) {
    return [`The file has ${sizeText(file.size)}. Nothing was sent.`,
      `Purge the drawing or save one floor alone; at most ${sizeText(largestBytes)} are read.`];
  }
  return null;
}

const button = (words, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, words);

/** A row of the list; `onready(planId)` is told when it can be looked at. */
export function makeArrival(facts, { fileName, onready, onchange }) {
  const badge = h("span", { class: "badge" });
  const where = h("span", { class: "soft small" });
  const body = h("div", { class: "arrival-body" });
  const element = h("li", { class: "arrival card", "aria-label": fileName },
    h("header", {}, h("div", {}, h("strong", { class: "file-name" }, fileName), where), badge), body);
  let stopped = false;

  function show(state, words, ...nodes) {
    element.dataset.state = state;
    badge.textContent = words;
    body.replaceChildren(...nodes.filter(Boolean));
    onchange?.(state);
  }

  function tellFloor(floorId) {
    const floor = facts.floors.find((item) => item.id === floorId);
    where.textContent = floor ? `${floor.name}, ${floor.building}` : "";
  }

  const remove = () => { stopped = true; element.remove(); onchange?.("gone"); };

  async function discard(planId) {
    stopped = true;
    try {
      await api("DELETE", `/plans/${planId}`);
      remove();
    } catch (problem) {
      show("failed", "Not removed", problemNote(problem, button("Close", remove)));
    }
  }

  function progress(words, cancel) {
    const bar = h("progress", { max: 1, value: 0, "aria-label": `Progress of ${fileName}` });
    const said = h("span", { class: "small soft" }, words);
    show("busy", words === "Sending" ? "Sending" : STATES.reading, bar, h("div", { class: "row spread" }, said, button("Cancel", cancel, "quiet")));
    return (stage, share) => {
      bar.value = share;
      said.textContent = `${stage}, ${Math.round(share * 100)} %`;
    };
  }

  /** Show a plan that the service knows, waiting for it while it is being read. */
  async function follow(planId, floorId) {
    tellFloor(floorId);
    try {
      const tell = progress("Waiting", () => discard(planId));
      const plan = await untilRead(planId, (stage, share) => tell(stage, SENT_SHARE + (1 - SENT_SHARE) * share), () => !stopped);
      if (plan) ended(plan);
    } catch (problem) {
      show("failed", "Not known", problemNote(problem, button("Try again", () => follow(planId, floorId))));
    }
  }

  function ended(plan) {
    if (plan.state === "refused") return refused(plan);
    const found = ["rooms", "desks", "parking"].filter((name) => plan.counts[name]).map((name) => counted(plan.counts[name], name));
    show(plan.state, STATES[plan.state],
      h("p", {}, plan.state === "published" ? "This floor shows this drawing already." : `Understood: ${inWords(found, "no room and no desk")}.`),
      h("div", { class: "row" },
        h("a", { class: "button primary", href: `/plans/${plan.id}`, "aria-label": `Look at ${fileName}` }, "Look at it"),
        plan.state === "draft" && button("Discard", () => discard(plan.id), "quiet")));
    announce(`${fileName} is read`);
    return onready?.(plan.id, plan.state);
  }

  function refused(plan) {
    show("refused", STATES.refused,
      problemNote({ message: plan.refusal.message, advice: plan.refusal.advice }, button("Remove from the list", () => discard(plan.id))));
  }

  async function begin(floorId, file) {
    tellFloor(floorId);
    const stop = refusalOf(file, facts.largestBytes);
    if (stop) return show("refused", "Not sent", note("problem", ...stop, button("Remove from the list", remove)));
    let sending = null;
    const tell = progress("Sending", () => { stopped = true; sending.abort(); remove(); });
    sending = send(floorId, file, (share) => tell("Sending", SENT_SHARE * share));
    try {
      const plan = await sending.done;
      if (plan) await follow(plan.id, floorId);
    } catch (problem) {
      show("failed", "Not sent", problemNote(problem, button("Try again", () => begin(floorId, file)), button("Remove from the list", remove, "quiet")));
    }
    return null;
  }

  /** Ask which floor, then begin. Returns what can be focused. */
  function choose(file) {
    where.textContent = sizeText(file.size);
    const choice = floorChoice(facts);
    const place = h("div");
    const go = button("Bring it in", async () => {
      go.disabled = true;
      place.replaceChildren();
      try {
        const floorId = await choice.floorId();
        if (floorId) await begin(floorId, file);
      } catch (problem) {
        place.replaceChildren(problemNote(problem));
      } finally {
        go.disabled = false;
      }
    }, "primary");
    show("choosing", "Which floor?", choice.element, place, h("div", { class: "row" }, go, button("Remove", remove, "quiet")));
    return choice;
  }

  return { element, begin, choose, follow };
}
