// Which bearing the maps of the building show upwards: north, or the way the plan is drawn.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { note, problemNote } from "./note.js";
import { numberOf } from "./numbers.js";

const DIGITS = 2;
const inCircle = (degrees) => ((degrees % 360) + 360) % 360;

/** Where the top of the drawing looks, clockwise from true north. */
export function topOf({ rotation_deg, mirrored }, northDeg) {
  return inCircle(northDeg - rotation_deg + (mirrored ? 180 : 0));
}

/** `topNow()` is where the top of the drawing looks, or null. */
export function headingPart({ buildingId, buildingName, heading, topNow }) {
  const input = h("input", { class: "input", id: "heading", inputmode: "decimal", value: heading === null ? "0" : String(Number(heading.toFixed(DIGITS))) });
  const answer = h("div", { "aria-live": "polite" });
  const button = (words, onclick) => h("button", { type: "button", class: "button", onclick }, words);

  async function save(degrees) {
    try {
      await api("PUT", `/buildings/${buildingId}/heading`, { body: { heading_deg: degrees } });
      input.value = String(Number((degrees ?? 0).toFixed(DIGITS)));
      const words = degrees === null || degrees === 0 ? "Maps of this building show north upwards." : `Maps of this building show ${input.value}° upwards.`;
      answer.replaceChildren(note("", words));
      announce(words);
    } catch (problem) {
      answer.replaceChildren(problemNote(problem));
    }
    // Below the window's end, on a phone below the bar there, nothing would seem to have happened.
    answer.scrollIntoView({ block: "center" });
  }

  function typed() {
    const degrees = numberOf(input.value);
    if (Number.isFinite(degrees)) save(inCircle(degrees));
    else answer.replaceChildren(note("problem", "The bearing is no number.", "0 is north, 90 is east."));
  }

  function asDrawn() {
    const top = topNow();
    if (top === null) answer.replaceChildren(note("warning", "Nobody has said where this plan lies yet.", "Save its position first."));
    else save(top);
  }

  return h("details", { class: "heading" }, h("summary", {}, "Which way is up on the map"),
    h("div", { class: "stack" },
      h("p", { class: "small soft" }, `For all floors of ${buildingName}. A building that stands askew is easier to read as it is drawn; an arrow on the map tells where north is.`),
      h("div", { class: "row" }, button("As this plan is drawn", asDrawn), button("North", () => save(null))),
      h("div", { class: "field" }, h("label", { for: "heading" }, "Bearing that is up, degrees from true north"), input),
      h("div", { class: "row" }, button("Use this bearing", typed)), answer));
}
