// Where the way begins: a position, a place with a name, or the entrance.

import { api } from "../common/api.js";
import { all, h, one } from "../common/dom.js";
import { kindsText, titleOf } from "../common/words.js";
import { askPosition } from "./position.js";

const BUTTON_WORDS = { position: "Find near me", space: "Find near this place", entrance: "Find near the entrance" };

/** What the chosen floor offers as starting points and features. */
export function makeFloorFacts(filters) {
  let names = new Map();
  return {
    async load(floorId) {
      const document = await api("GET", `/floors/${floorId}/spaces.geojson`);
      const spaces = document.features.map(({ id, properties }) => ({ id, ...properties, features: properties.features ?? [] }));
      names = new Map(spaces.map((space) => [titleOf(space).toLowerCase(), space]));
      for (const space of spaces) if (space.number) names.set(space.number.toLowerCase(), space);
      one("#near-spaces").replaceChildren(...spaces.map((space) => h("option", { value: titleOf(space) }, kindsText(space.kind))));
      filters.offer([...new Set(spaces.filter((s) => s.bookable).flatMap((s) => s.features))].sort());
    },
    find: (words) => names.get(words.trim().toLowerCase()),
  };
}

function unknownPlace() {
  return Object.assign(new Error("There is no place of that name on this floor."), { advice: "Choose one from the list that opens as you type.", code: "no_such_place" });
}

/** The three buttons; `kind()` is the chosen one, `find()` resolves to {asked, start}: what the API
    is asked, and what the map marks: {position}, {space}, or nothing. */
export function makeOrigin(facts) {
  let kind = "position";
  const choose = (chosen) => {
    kind = chosen;
    for (const button of all("[data-origin]")) button.setAttribute("aria-pressed", String(button.dataset.origin === kind));
    one("#near-space-field").hidden = kind !== "space";
    one("#near-go span").textContent = BUTTON_WORDS[kind];
  };
  for (const button of all("[data-origin]")) button.addEventListener("click", () => choose(button.dataset.origin));
  return {
    kind: () => kind,
    async find() {
      if (kind === "entrance") return { asked: { entrance: 0 }, start: {} };
      if (kind === "position") {
        const position = await askPosition();
        return { asked: position, start: { position } };
      }
      const space = facts.find(one("#near-space").value);
      if (!space) throw unknownPlace();
      return { asked: { near_space_id: space.id }, start: { space } };
    },
  };
}
