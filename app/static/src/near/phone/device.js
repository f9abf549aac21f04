// The switch that keeps the search on this phone: then the service hears which floor was downloaded,
// and of where somebody is nothing at all.

import { withAsking } from "../../common/asking.js";
import { all, h } from "../../common/dom.js";
import { answerOf } from "./answer.js";
import { download } from "./download.js";

const HINT = "The ways of the building you chose are downloaded, and where you are never leaves this phone.";

const refusal = (message, advice) => Object.assign(new Error(message), { code: "on_this_phone", advice });

const needsAPlace = () => refusal("From an entrance only the service searches.",
  "Choose “Where I am” or “A desk or room”, scan a code near you, or switch “Search on this phone” off.");
const notDownloaded = () => refusal("This code is of no place in the building you chose.",
  "Choose a floor of the building you are in, then scan again.");

/** `box` takes the switch. `named(floorId)` gives {floor_name, building_name}, `planOf(floorId)` loads a
    floor's drawing, `asksApproval` says whether any rule wants approval. */
export function makeDevice(box, { named, planOf, asksApproval }) {
  const choice = h("input", { type: "checkbox", id: "near-device" });
  box.append(h("label", { class: "near-device" }, choice, h("span", {}, h("strong", {}, "Search on this phone"), h("span", { class: "hint" }, HINT))));
  // What is around, and what nobody books, only the service knows.
  choice.addEventListener("change", () => { for (const button of all("[data-what]")) button.hidden = choice.checked; });

  let shapes = new Map();

  async function fetched(floorId, profile, hours) {
    const data = await download(floorId, profile, hours);
    shapes = data.shapes;
    // All floors are loaded, so that none tells on which one something was found.
    await Promise.all(data.ways.floors.map(({ id }) => planOf(id)));
    return data;
  }

  return {
    isOn: () => choice.checked,
    /** The spaces of a floor as GeoJSON, where they are here already; else undefined. */
    spacesOf: (floorId) => (choice.checked ? shapes.get(floorId) : undefined),
    /** The nearest places, found here; `hours` are instants {from, to}. */
    async nearest(start, { floorId, hours, profile, wanted }) {
      if (start.door !== undefined) throw needsAPlace();
      const data = await fetched(floorId, profile, hours);
      if (asksApproval) data.spaces = await withAsking(data.spaces.map((space) => ({ ...space, space_id: space.id })), hours.from);
      return answerOf(data, floorId, start, wanted, named);
    },
    /** The place of a scanned code, from what is downloaded of the chosen floor's building. */
    async placeOf(id, { floorId, hours, profile }) {
      const { ways, spaces } = await fetched(floorId, profile, hours);
      const space = spaces.find((each) => each.id === id);
      const floor = space?.floor_id ?? ways.floors.find((each) => each.id === id)?.id;
      if (!floor) throw notDownloaded();
      return { ...space, id, kind: space ? space.kind : "floor", floor_id: floor, ...named(floor), is_there: true };
    },
  };
}
