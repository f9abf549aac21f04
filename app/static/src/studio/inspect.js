// What the service took a shape for: shown when it is clicked on the map.

import { h, one } from "../common/dom.js";
import { factSentences } from "../common/space_facts.js";
import { metres, roleText } from "./words.js";

const KINDS = { rooms: "Room", desks: "Desk", parking: "Parking place", doors: "Door", connectors: "Stair or lift", zones: "Zone" };
const SOURCES = { polyline: "drawn as a closed outline", hatch: "drawn as a filled area", linework: "worked out from the walls" };

function titleOf(part, told) {
  const words = [told.number, told.name ?? told.label].filter(Boolean).join(" ");
  return words ? `${KINDS[part]} ${words}` : KINDS[part];
}

/** "conferenceroom" as a person writes it. */
function categoryText(category) {
  if (category === "unspecified") return "no category";
  return category.replace(/^(\w+)(room|office|area)$/, "$1 $2").replaceAll("_", " ").trim();
}

function factsOf(part, told) {
  const facts = [];
  if (told.category) facts.push(categoryText(told.category));
  if (told.area_m2) facts.push(`${told.area_m2.toFixed(1)} m²`);
  if (told.width_m) facts.push(`${metres(told.width_m)} wide`);
  if (part === "connectors" && told.kind) facts.push(told.kind);
  if (part === "doors" && told.kind) facts.push(told.kind.replaceAll("_", " "));
  if (told.source) facts.push(SOURCES[told.source] ?? told.source);
  return [...facts, ...(told.features ?? []).map((each) => each.replaceAll("_", " "))].join(" · ");
}

/** `show(part, properties, edit, facts)`; `lead(kind, name)` opens the role of a layer or block, `edit()`
    the properties of a space; `facts` resolves to what follows from the plan about it. */
export function makeInspector(draftOf, lead, onclose) {
  const box = one("#inspected");

  function source(kind, name) {
    const decision = name && draftOf()[kind].find((each) => each.name === name);
    if (!decision) return null;
    return h("p", { class: "small" }, kind === "layers" ? "Layer " : "Block ", h("strong", {}, name), `: ${roleText(kind, decision.role)}. `,
      h("button", { type: "button", class: "link-button", onclick: () => lead(kind, name) }, "Change"));
  }

  function hide() {
    box.hidden = true;
    onclose();
  }

  function show(part, told, edit, facts) {
    const following = h("ul", { class: "small fact-list", hidden: true });
    facts?.then((found) => {
      const sentences = factSentences(found, part === "desks");
      following.replaceChildren(...sentences.map((each) => h("li", {}, each)));
      following.hidden = sentences.length === 0;
    });
    box.replaceChildren(...[
      h("header", {}, h("strong", {}, titleOf(part, told)),
        h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: hide }, "×")),
      factsOf(part, told) && h("p", { class: "small soft" }, factsOf(part, told)),
      following,
      source("layers", told.layer),
      source("blocks", told.block),
      told.handle && h("p", { class: "small soft" }, `Handle ${told.handle}`),
      edit && h("button", { type: "button", class: "button", onclick: edit }, "Edit"),
    ].filter(Boolean));
    box.hidden = false;
  }

  return { show, hide };
}
