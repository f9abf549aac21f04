// Laying a plan on another floor of its building, by what stands above each other.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { note, problemNote } from "./note.js";

const centimetres = (value) => (value < 100 ? `${value.toFixed(1)} cm` : `${(value / 100).toFixed(2)} m`);

function choice(found, index) {
  const id = `like-${found.floor_id}`;
  const input = h("input", { type: "radio", name: "like-floor", id, value: found.floor_id, disabled: found.code !== null, checked: index === 0 && !found.code });
  const now = found.code ? found.advice : `The plan lies ${centimetres(found.offset_cm)} from there now.`;
  return h("label", { class: "method", for: id }, input,
    h("span", {}, found.floor_name, h("span", { class: "small" }, found.sentence), h("span", { class: "small soft" }, now)));
}

/** `planId` is asked about when the way is first shown. */
export function floorsWay(planId) {
  const element = h("div", { class: "stack", "aria-live": "polite" });
  let asked = false;

  async function ask() {
    asked = true;
    element.replaceChildren(h("p", { class: "soft" }, "Comparing stairs, lifts, columns and outer edges…"));
    try {
      const found = await api("GET", `/plans/${planId}/alignments`);
      found.sort((one, two) => (one.code !== null) - (two.code !== null));
      element.replaceChildren(found.length
        ? h("fieldset", { class: "methods" }, h("legend", {}, "Lay it on"), ...found.map(choice))
        : note("", "No other floor of this building shows a plan yet.", "Place this one by points; the next ones can be laid on it."));
    } catch (problem) {
      asked = false;
      element.replaceChildren(problemNote(problem));
    }
  }

  function value() {
    const chosen = element.querySelector("input:checked");
    if (!chosen) throw Object.assign(new Error("No floor is chosen that the plan fits on."), { advice: "Choose another way, as three or more points." });
    return { floor_id: chosen.value };
  }

  return { element, value, show: (on) => { if (on && !asked) ask(); } };
}
