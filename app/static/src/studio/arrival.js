// One drawing on its way: which floor, being sent, being read, and what came of it.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { begunNote } from "./begun.js";
import { floorChoice } from "./floor_choice.js";
import { codedNote, problemNote } from "./note.js";
import { floorText } from "./places.js";
import { untilRead } from "./reading.js";
import { send } from "./upload.js";
import { STATES, counted, inWords, sizeText } from "./words.js";

// Sending is the first part of the bar, reading the rest.
const SENT_SHARE = 0.4;

/** What stops a file before it is sent, in words. */
function refusalOf(file, { largestBytes, suffixes }) {
  if (!suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix))) {
    return {
      code: "FORMAT_UNKNOWN",
      message: "This is no file of a plan that can be read. Nothing was sent.",
      advice: "Open it in the program that made it, choose “Save as” and pick DXF (R2013 or newer), GeoJSON or GeoPackage.",
    };
  }
  if (file.size === 0) return { code: "FILE_EMPTY", message: "The file is empty. Nothing was sent.", advice: "Save the drawing again and choose the new file." };
  if (file.size > largestBytes) {
    return {
      code: "FILE_TOO_LARGE",
      message: `The file has ${sizeText(file.size)}. Nothing was sent.`,
      advice: `Purge the drawing or save one floor alone; at most ${sizeText(largestBytes)} are read.`,
    };
  }
  return null;
}

function foundIn({ counts }) {
  const found = ["rooms", "desks", "parking"].filter((name) => counts[name]).map((name) => counted(counts[name], name));
  return `Understood: ${inWords(found, "no room and no desk")}.`;
}

const button = (words, onclick, kind = "") => h("button", { type: "button", class: `button ${kind}`, onclick }, words);

/** A row of the list; `onready(planId)` is told when it can be looked at. */
class Arrival {
  badge = h("span", { class: "badge" });
  where = h("span", { class: "soft small" });
  body = h("div", { class: "arrival-body" });
  isStopped = false;
  // Its file is on the way: leaving the page would lose it.
  isSending = false;
  floorId = null;
  // How the floor was chosen, where the row asked for it.
  choice = null;

  constructor(facts, { fileName, onready, onchange }) {
    Object.assign(this, { facts, fileName, onready, onchange });
    this.element = h("li", { class: "arrival card", "aria-label": fileName },
      h("header", {}, h("div", {}, h("strong", { class: "file-name" }, fileName), this.where), this.badge), this.body);
  }

  /** Ask which floor, then begin. Returns what can be focused, null for a file that is not sent. */
  choose(file) {
    this.where.textContent = sizeText(file.size);
    // A floor is made on the way: nobody should be left with an empty one for a file that cannot be read.
    if (this.#refuses(file)) return null;
    const choice = this.choice = floorChoice(this.facts);
    const trouble = h("div");
    const go = button("Bring it in", async () => {
      go.disabled = true;
      trouble.replaceChildren();
      try {
        const floorId = await choice.floorId();
        if (floorId) await this.begin(floorId, file);
      } catch (problem) {
        trouble.replaceChildren(codedNote(problem));
      } finally {
        go.disabled = false;
      }
    }, "primary");
    this.#show("choosing", "Which floor?", choice.element, trouble, h("div", { class: "row" }, go, this.#removeButton("Remove", "quiet")));
    return choice;
  }

  /** Send a file for a floor, then wait for it to be read. */
  async begin(floorId, file) {
    this.#tellFloor(floorId);
    if (this.#refuses(file)) return;
    const tell = this.#progress("Sending", "Sending", () => { this.#show("busy", "Cancelling"); sending.abort(); });
    // The row is lower now than the form that was in it: it must not slip out above the window.
    this.element.scrollIntoView({ block: "nearest" });
    const sending = send(floorId, file, (share) => tell("Sending", SENT_SHARE * share));
    this.isSending = true;
    try {
      const plan = await sending.done.finally(() => { this.isSending = false; });
      if (plan) await this.follow(plan.id, floorId);
      else await this.remove();
    } catch (problem) {
      this.#show("failed", "Not sent", codedNote(problem, button("Try again", () => this.begin(floorId, file)), this.#removeButton(undefined, "quiet")));
    }
  }

  /** Show a plan that the service knows, waiting for it while it is being read. */
  async follow(planId, floorId) {
    this.#tellFloor(floorId);
    try {
      const tell = this.#progress(STATES.reading, "Waiting", () => this.#discard(planId));
      const plan = await untilRead(planId, (stage, share) => tell(stage, SENT_SHARE + (1 - SENT_SHARE) * share), () => !this.isStopped);
      if (plan?.state === "refused") await this.#refused(plan);
      else if (plan) this.#ended(plan);
    } catch (problem) {
      this.#show("failed", "Not known", problemNote(problem, button("Try again", () => this.follow(planId, floorId))));
    }
  }

  /** Whether the file is one that is not even sent; the row says why. */
  #refuses(file) {
    const stop = refusalOf(file, this.facts);
    if (stop) this.#show("refused", "Not sent", codedNote(stop, this.#removeButton()));
    return Boolean(stop);
  }

  #show(state, words, ...nodes) {
    this.element.dataset.state = state;
    this.badge.textContent = words;
    this.body.replaceChildren(...nodes.filter(Boolean));
    this.onchange?.(state);
  }

  /** Take the row away; of a drawing that comes to nothing first the floor that was made for it:
      who sees the row gone may leave the page. */
  async remove() {
    this.isStopped = true;
    await this.choice?.takeBack();
    this.element.remove();
    this.onchange?.("gone");
  }

  #tellFloor(floorId) {
    this.floorId = floorId;
    const floor = this.facts.floors.find((item) => item.id === floorId);
    this.where.textContent = floor ? floorText(floor, this.facts.floors) : "";
  }

  /** A bar with words below it; returns what moves both. */
  #progress(state, words, cancel) {
    const bar = h("progress", { max: 1, value: 0, "aria-label": `Progress of ${this.fileName}` });
    const said = h("span", { class: "small soft" }, words);
    this.#show("busy", state, bar, h("div", { class: "row spread" }, said, button("Cancel", cancel, "quiet")));
    return (stage, share) => {
      bar.value = share;
      said.textContent = `${stage}, ${Math.round(share * 100)} %`;
    };
  }

  #ended(plan) {
    const { state } = plan;
    const look = h("a", { class: "button primary", href: `/plans/${plan.id}`, "aria-label": `Look at ${this.fileName}` }, "Look at it");
    this.#show(state, STATES[state],
      h("p", {}, state === "published" ? "This floor shows this drawing already." : foundIn(plan)),
      state === "draft" && begunNote(plan, this.facts.me),
      h("div", { class: "row" }, look, state === "draft" && button("Discard", () => this.#discard(plan.id), "quiet")));
    announce(`${this.fileName} is read`);
    this.onready?.(plan.id);
  }

  async #refused({ id, refusal }) {
    const isFloorGone = await this.choice?.takeBack();
    if (isFloorGone) this.where.textContent = "The floor was not made";
    const remove = isFloorGone ? this.#removeButton() : button("Remove from the list", () => this.#discard(id));
    this.#show("refused", STATES.refused, codedNote(refusal, remove));
  }

  async #discard(planId) {
    this.isStopped = true;
    try {
      await api("DELETE", `/plans/${planId}`);
      await this.remove();
    } catch (problem) {
      this.#show("failed", "Not removed", problemNote(problem, this.#removeButton("Close")));
    }
  }

  #removeButton(words = "Remove from the list", kind = "") {
    return button(words, () => this.remove(), kind);
  }
}

export const makeArrival = (facts, options) => new Arrival(facts, options);
