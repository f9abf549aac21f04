// Where the way begins: a position, a place with a name, or the entrance.

import { all, h, one } from "../common/dom.js";
import { finderOf, kindsText, titleOf } from "../common/words.js";
import { askPosition } from "./position.js";

const ENTRANCE = 0;
const BUTTON_WORDS = { position: "Find near me", space: "Find near this place", entrance: "Find near the entrance" };

const PRIVACY_WORDS = {
  position: "Your position is asked once, used for this answer, and kept nowhere.",
  space: "Your position is not asked for this.", entrance: "Your position is not asked for this.",
};

/** What the chosen floor offers as starting points and features; `spacesOf(floorId)` resolves to its
    spaces as GeoJSON. */
export function makeFloorFacts(filters, spacesOf) {
  let find = () => undefined;
  let ids = new Map();
  return {
    async load(floorId) {
      const document = await spacesOf(floorId);
      const spaces = document.features.map(({ id, properties }) => ({ id, ...properties, features: properties.features ?? [] }));
      ids = new Map(spaces.map((space) => [space.id, space]));
      find = finderOf(spaces);
      one("#near-spaces").replaceChildren(...spaces.map((space) => h("option", { value: titleOf(space) }, kindsText(space.kind))));
      filters.offer([...new Set(spaces.filter((s) => s.bookable).flatMap((s) => s.features))].sort());
    },
    byId: (id) => ids.get(id),
    find: (words) => find(words),
  };
}

function unknownPlace() {
  return Object.assign(new Error("There is no place of that name on this floor."), { advice: "Choose one from the list that opens as you type.", code: "no_such_place" });
}

/** The three buttons; `kind()` is the chosen one, `choose(kind)` chooses another, `find(floorId)` resolves to {asked, start}: what
    the API is asked, and what the map marks: {position}, {space} or {door}, a line of [lon, lat].
    `entrances` knows those of a floor. */
export function makeOrigin(facts, entrances) {
  let kind = "position";
  // A place that was scanned, for as long as its name stands in the field: names may be there twice.
  let scanned = null;
  const choose = (chosen) => {
    kind = chosen;
    for (const button of all("[data-origin]")) button.setAttribute("aria-pressed", String(button.dataset.origin === kind));
    one("#near-space-field").hidden = kind !== "space";
    one("#near-go span").textContent = BUTTON_WORDS[kind];
    one("#near-privacy").textContent = PRIVACY_WORDS[kind];
  };
  for (const button of all("[data-origin]")) button.addEventListener("click", () => choose(button.dataset.origin));
  const here = async () => {
    const position = await askPosition();
    return { asked: position, start: { position } };
  };
  const named = (words) => (scanned && words === titleOf(scanned) && facts.byId(scanned.id) ? scanned : facts.find(words));
  return {
    kind: () => kind,
    choose,
    here,
    /** What the map marks of an entrance of an answer. */
    entrance: entrances.startAt,
    /** Begin at a place whose code was scanned. */
    stand(space) {
      choose("space");
      scanned = space;
      one("#near-space").value = titleOf(space);
    },
    async find(floorId) {
      if (kind === "entrance") return { asked: { entrance: ENTRANCE }, start: await entrances.start(floorId) };
      if (kind === "position") return here();
      const space = named(one("#near-space").value);
      if (!space) throw unknownPlace();
      return { asked: { near_space_id: space.id }, start: { space, isScanned: space === scanned } };
    },
  };
}
