// Near what the search begins: the usual place, a colleague, a place with a name, or an entrance.

import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { finderOf, kindsText, titleOf } from "../common/words.js";

const FIRST_ENTRANCE = 0;

const unknown = (message, advice) => Object.assign(new Error(message), { advice, code: "not_found_here" });

/** The names of a floor's places, also of those that cannot be booked, such as a kitchen. */
function makePlaces(box) {
  let find = () => undefined;
  let loaded = null;
  return {
    async load(floorId) {
      if (loaded === floorId) return;
      const { features } = await api("GET", `/floors/${floorId}/spaces.geojson`);
      const spaces = features.map(({ id, properties }) => ({ id, ...properties }));
      loaded = floorId;
      find = finderOf(spaces);
      box.replaceChildren(...spaces.map((space) => h("option", { value: titleOf(space) }, kindsText(space.kind))));
    },
    find: (words) => find(words),
  };
}

/** Colleagues who are there in the hours of the form, and show it. */
function makeColleagues(box, hoursNow) {
  let people = new Map();
  return {
    async load() {
      const found = await api("GET", `/find/colleagues?${new URLSearchParams(hoursNow())}`);
      people = new Map(found.map((person) => [person.name.toLowerCase(), person]));
      box.replaceChildren(...found.map((person) => h("option", { value: person.name }, `${person.floor_name}, ${person.building_name}`)));
    },
    async find(words) {
      const asked = words.trim();
      if (!asked) return null;
      const known = people.get(asked.toLowerCase());
      const found = known ? [known] : await api("GET", `/find/colleagues?${new URLSearchParams({ ...hoursNow(), name: asked })}`);
      return found.find(({ name }) => name.toLowerCase() === asked.toLowerCase()) ?? (found.length === 1 ? found[0] : null);
    },
  };
}

/** `asked()` resolves to what the API is asked; it throws a problem when a name means nothing.
    `hoursNow()` are the instants of the form; `say(problem)` tells what could not be loaded. */
export function makeNear(hoursNow, say) {
  const choice = one("#find-near");
  const floor = one("#find-floor");
  const places = makePlaces(one("#find-spaces"));
  const colleagues = makeColleagues(one("#find-people-there"), hoursNow);

  function show() {
    one("#find-floor-field").hidden = !["space", "entrance"].includes(choice.value);
    one("#find-space-field").hidden = choice.value !== "space";
    one("#find-person-field").hidden = choice.value !== "colleague";
    if (choice.value === "space") places.load(floor.value).catch(say);
    if (choice.value === "colleague") colleagues.load().catch(say);
  }

  choice.addEventListener("change", show);
  floor.addEventListener("change", show);
  show();

  async function nearSpace() {
    await places.load(floor.value);
    const space = places.find(one("#find-space").value);
    if (!space) throw unknown("There is no place of that name on this floor.", "Choose one from the list that opens as you type.");
    return { near_space_id: space.id };
  }

  async function nearPerson() {
    const person = await colleagues.find(one("#find-person").value);
    if (!person) throw unknown("Nobody of that name shows that they are there in these hours.", "Choose a name from the list, or search near a place.");
    return { near_person_id: person.id };
  }

  return {
    refresh: show,
    async asked() {
      if (choice.value === "colleague") return nearPerson();
      if (choice.value === "space") return nearSpace();
      return choice.value === "entrance" ? { near_entrance_of: floor.value, entrance: FIRST_ENTRANCE } : {};
    },
  };
}
