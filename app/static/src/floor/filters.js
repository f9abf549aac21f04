// What somebody is looking for. Only these choices stay on the device.

import { h } from "../common/dom.js";
import { keep, recall } from "../common/kept.js";
import { featureText, kindsText } from "../common/words.js";

const NONE = { kinds: [], features: [], onlyFree: false };

/** The filters kept on this device, without those that mean nothing on this floor. */
export function keptFilters({ kinds, features }) {
  const kept = { ...NONE, ...recall("filters", NONE) };
  return {
    kinds: kept.kinds.filter((kind) => kinds.includes(kind)),
    features: kept.features.filter((feature) => features.includes(feature)),
    onlyFree: Boolean(kept.onlyFree),
  };
}

function chip(words, checked, onchange) {
  return h("label", { class: "chip" }, h("input", { type: "checkbox", checked, onchange }), words);
}

function toggled(list, value, on) {
  return on ? [...list, value] : list.filter((item) => item !== value);
}

function chips(legend, values, words, chosen, change) {
  if (values.length < 2 && legend === "Kind") return null;
  if (values.length === 0) return null;
  const one = (value) => chip(words(value), chosen.includes(value), (e) => change(value, e.target.checked));
  return h("fieldset", { class: "filter-set" }, h("legend", {}, legend), h("div", { class: "chips" }, ...values.map(one)));
}

/** Fill the filter box; it writes to the store. */
export function makeFilters(box, button, choices, store) {
  const set = (changes) => {
    const filters = { ...store.get().filters, ...changes };
    keep("filters", filters);
    store.set({ filters });
  };
  const draw = () => {
    const { filters } = store.get();
    box.replaceChildren(...[
      chips("Kind", choices.kinds, kindsText, filters.kinds, (v, on) => set({ kinds: toggled(store.get().filters.kinds, v, on) })),
      chips("Must have", choices.features, featureText, filters.features, (v, on) => set({ features: toggled(store.get().filters.features, v, on) })),
      h("fieldset", { class: "filter-set" }, h("legend", {}, "Show"), h("div", { class: "chips" },
        chip("Only what is free", filters.onlyFree, (e) => set({ onlyFree: e.target.checked })))),
      h("button", { type: "button", class: "button quiet", onclick: () => { set(NONE); draw(); } }, "Clear filters"),
    ].filter(Boolean));
  };
  const count = () => {
    const { kinds, features, onlyFree } = store.get().filters;
    const number = kinds.length + features.length + (onlyFree ? 1 : 0);
    button.querySelector(".filter-count").textContent = number ? `(${number})` : "";
    button.classList.toggle("active", number > 0);
  };
  store.on(["filters"], count);
  draw();
  count();
}
