// How large a picture is: two clicks and the length between them, or the scale that it was printed at.

import { h } from "../common/dom.js";
import { field } from "./field.js";
import { note } from "./note.js";
import { metres } from "./words.js";

const SHORTEST_M = 0.001;
const USUAL_SCALE = 100;

const numberIn = (input) => Number(input.value.replace(",", "."));

/** Two points of the picture are clicked, then their distance is asked for. */
function measuring({ draft, picking, apply }) {
  const length = h("input", { class: "input", id: "known-length", inputmode: "decimal", required: true, autocomplete: "off" });
  const told = h("p", { role: "status", class: "soft" });
  const form = h("form", { class: "stack", hidden: true, onsubmit: save }, told, field("Length between them, in metres", length, "As it is in the building, or as a dimension line says."),
    h("button", { type: "submit", class: "button primary" }, "Use this length"));
  let away = 0;

  async function measure() {
    const first = await picking.pick("one end of a known length", draft);
    const second = first && await picking.pick("its other end", draft);
    if (!second) return;
    away = Math.hypot(second[0] - first[0], second[1] - first[1]);
    told.textContent = `They are ${metres(away)} apart as the picture is sized now.`;
    form.hidden = false;
    length.focus();
  }

  function save(event) {
    event.preventDefault();
    const wanted = numberIn(length);
    const isSense = wanted > SHORTEST_M && away > SHORTEST_M;
    length.setCustomValidity(isSense ? "" : "Write a length in metres, such as 4.25.");
    if (!length.reportValidity()) return;
    apply({ picture: { metres_per_pixel: (draft.units.metres_per_unit * wanted) / away } });
  }

  length.addEventListener("input", () => length.setCustomValidity(""));
  return h("div", { class: "stack" }, h("button", { type: "button", class: "button primary", onclick: measure }, "Click two points"), form);
}

/** The scale of the print; a page knows its size on paper, a picture its dots per inch. */
function printed({ draft, apply }) {
  const isPage = draft.units.name === "point";
  const { scale = USUAL_SCALE, dpi = "" } = draft.profile?.picture ?? {};
  const ratio = h("input", { class: "input", id: "print-scale", inputmode: "decimal", value: scale, required: true });
  const dots = h("input", { class: "input", id: "print-dpi", inputmode: "decimal", value: dpi, placeholder: "as the file says" });

  function save(event) {
    event.preventDefault();
    const isSense = numberIn(ratio) >= 1;
    ratio.setCustomValidity(isSense ? "" : "Write the number behind 1:, such as 100.");
    if (!ratio.reportValidity()) return;
    apply({ picture: { scale: numberIn(ratio), ...(dots.value ? { dpi: numberIn(dots) } : {}) } });
  }

  ratio.addEventListener("input", () => ratio.setCustomValidity(""));
  return h("details", {}, h("summary", {}, "Or say the scale of the print"),
    h("form", { class: "stack", onsubmit: save }, field("Scale, 1 to", ratio), !isPage && field("Dots per inch", dots, "Of the scan; leave it empty if you do not know."),
      h("button", { type: "submit", class: "button" }, "Use this scale")));
}

/** The section about the size of a picture; `apply({picture})` reads it again. */
export function scaleSection({ draft, editable, picking, apply }) {
  const { certain, evidence } = draft.units;
  const [west, south, east, north] = draft.extent_m;
  const size = `${metres(east - west)} by ${metres(north - south)}`;
  return h("section", { class: "stack", "aria-labelledby": "scale-title", id: "unit-section" },
    h("h2", { id: "scale-title" }, "Size of the picture"),
    certain
      ? h("p", {}, "The picture shows ", h("strong", {}, size), `. ${evidence[0]?.detail ?? ""}`)
      : note("warning", `Nobody has said how large it is; now it is taken for ${size}.`, "Click two points whose distance you know, such as the ends of a dimension line."),
    editable && measuring({ draft, picking, apply }),
    editable && printed({ draft, apply }));
}
