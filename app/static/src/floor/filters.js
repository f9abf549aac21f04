// What somebody is looking for. Only these choices stay on the device.

import { h } from "../common/dom.js";
import { keep } from "../common/kept.js";
import { featureText, kindsText } from "../common/words.js";
import { floorFacts } from "./facts.js";
import { FACTS, NONE } from "./filtered.js";

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

/** Let the plan's facts be filtered by, once somebody looks at the filters or has such a one. */
function factChips(element, { button, store, set, spaces, floorId }) {
  let asked = null;

  function draw() {
    const chosen = store.get().filters.facts;
    const told = Object.keys(FACTS).filter((name) => chosen.includes(name) || spaces.some(({ facts }) => facts?.[name]));
    element.replaceChildren(...[chips("By the plan", told, (name) => FACTS[name], chosen, (v, on) => set({ facts: toggled(store.get().filters.facts, v, on) }))].filter(Boolean));
  }

  async function load() {
    try {
      asked ??= floorFacts(floorId);
      const facts = await asked;
      for (const space of spaces) space.facts = facts[space.id] ?? {};
      draw();
      if (store.get().filters.facts.length) store.set({ filters: { ...store.get().filters } });
    } catch {
      // A floor can be looked at and booked on without them.
      asked = null;
    }
  }

  button.addEventListener("click", () => { if (!asked) load(); });
  if (store.get().filters.facts.length) load();
  return draw;
}

/** Fill the filter box; it writes to the store. */
export function makeFilters(box, button, choices, { store, spaces, floorId }) {
  const told = h("div");
  const set = (changes) => {
    const filters = { ...store.get().filters, ...changes };
    keep("filters", filters);
    store.set({ filters });
  };
  const drawFacts = factChips(told, { button, store, set, spaces, floorId });
  const draw = () => {
    const { filters } = store.get();
    drawFacts();
    box.replaceChildren(...[
      chips("Kind", choices.kinds, kindsText, filters.kinds, (v, on) => set({ kinds: toggled(store.get().filters.kinds, v, on) })),
      chips("Must have", choices.features, featureText, filters.features, (v, on) => set({ features: toggled(store.get().filters.features, v, on) })),
      told,
      h("fieldset", { class: "filter-set" }, h("legend", {}, "Show"), h("div", { class: "chips" },
        chip("Only what is free", filters.onlyFree, (e) => set({ onlyFree: e.target.checked })))),
      h("button", { type: "button", class: "button quiet", onclick: () => { set(NONE); draw(); } }, "Clear filters"),
    ].filter(Boolean));
  };
  const count = () => {
    const { kinds, features, facts, onlyFree } = store.get().filters;
    const number = kinds.length + features.length + facts.length + (onlyFree ? 1 : 0);
    button.querySelector(".filter-count").textContent = number ? `(${number})` : "";
    button.classList.toggle("active", number > 0);
  };
  store.on(["filters"], count);
  draw();
  count();
}
