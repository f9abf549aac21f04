// A scanned code as where the way begins: its floor, and on it the place itself.

import { h, one } from "../common/dom.js";
import { scan } from "./scan/dialog.js";

function withoutPlan({ floor_name: floor, building_name: building }) {
  return Object.assign(new Error(`${floor}, ${building} has no plan now.`),
    { advice: "Choose another floor, or ask your facility staff.", code: "no_plan" });
}

const onlyTheFloor = ({ floor_name: floor, building_name: building }) => h("div", { class: "notice" },
  h("p", {}, h("strong", {}, `You are on ${floor}, ${building}.`)),
  h("p", {}, "A floor's code does not say where on it. Scan the code of a desk or room, name one, or press “Where I am”."));

/** The button that scans. `picker` is the choice of the floor, `entrances` knows those of
    a floor, `known(id)` to the place of a code, `search` asks with what was found, `box` takes what is to be said. */
export function makeScanning({ picker, facts, origin, entrances, known, search, say, box }) {
  const button = one("#near-scan");

  async function stand(place) {
    if (![...picker.options].some(({ value }) => value === place.floor_id)) throw withoutPlan(place);
    picker.value = place.floor_id;
    await facts.load(place.floor_id);
    await entrances.offer(picker, origin);
    const isFloor = place.kind === "floor";
    if (isFloor && !(await entrances.has(place.floor_id))) {
      origin.choose("space");
      box.replaceChildren(onlyTheFloor(place));
      box.focus();
      return;
    }
    if (isFloor) origin.choose("entrance");
    else origin.stand(facts.byId(place.id) ?? place);
    await search();
  }

  button.addEventListener("click", async () => {
    const { place, typed } = await scan(button.dataset.reader, known);
    if (typed) { origin.choose("space"); one("#near-space").focus(); }
    if (place) await stand(place).catch(say);
  });
}
