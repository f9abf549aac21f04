// What follows from the plan about the chosen space: a window, a wall behind, a way without a step.

import { remembered } from "../common/api.js";
import { h } from "../common/dom.js";
import { factSentences } from "../common/space_facts.js";

const ask = remembered();
let known = null;

/** Resolves to the facts of all spaces of a floor, by their ids. */
export async function floorFacts(floorId) {
  known ??= await ask(`/floors/${floorId}/facts`);
  return known;
}

/** A line that fills itself; it stays empty where the plan tells nothing. */
export function factLine(space, floorId) {
  const line = h("p", { class: "soft small", hidden: true, "data-facts": space.id });

  function show(facts) {
    const words = factSentences(facts[space.id], space.kind === "desk").join(" · ");
    line.textContent = words;
    line.hidden = !words;
  }

  if (known) show(known);
  // A floor can be looked at and booked on without them.
  else floorFacts(floorId).then(show, () => {});
  return line;
}
