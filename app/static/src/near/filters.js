// What somebody looks for: a kind of place, and what it must have.

import { all, h } from "../common/dom.js";
import { featureText } from "../common/words.js";

const KINDS = [["desk", "Desk"], ["room", "Room"], ["booth", "Booth"], ["parking", "Parking"], ["locker", "Locker"], ["", "Anything"]];

/** Build the filters in `box`; `offer(features)` shows those of a floor, `value()` is the choice. */
export function makeFilters(box) {
  const kinds = h("select", { class: "input", id: "near-kind" }, ...KINDS.map(([value, words]) => h("option", { value }, words)));
  const features = h("div", { class: "chips" });
  box.append(h("div", { class: "field" }, h("label", { for: "near-kind" }, "Kind"), kinds),
    h("fieldset", { class: "filter-set", hidden: true }, h("legend", {}, "Must have"), features));
  return {
    offer(found) {
      features.replaceChildren(...found.map((feature) =>
        h("label", { class: "chip" }, h("input", { type: "checkbox", value: feature }), featureText(feature))));
      features.parentElement.hidden = found.length === 0;
    },
    value: () => ({ kind: kinds.value || null, features: all("input:checked", features).map((input) => input.value) }),
  };
}
