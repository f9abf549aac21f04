// The search on this phone: the service hears which building was downloaded, and of where somebody is
// nothing at all.

import { withAsking } from "../../common/asking.js";
import { answerOf } from "./answer.js";

const refusal = (message, advice) => Object.assign(new Error(message), { code: "on_this_phone", advice });

const notDownloaded = () => refusal("This code is of no place in the building you chose.",
  "Choose a floor of the building you are in, then scan again.");

/** A function that gives the {floor_name, building_name} of one of `floors` [{id, name, building}] by its id. */
export const namedIn = (floors) => (id) => {
  const floor = floors.find((each) => each.id === id);
  return { floor_name: floor?.name ?? "Another floor", building_name: floor?.building ?? "" };
};

/** `isOn()` says whether it searches, `named` is of `namedIn`, `fetched(floorId, profile, hours)` resolves
    to a download, `asksApproval` says whether any rule wants approval. */
export function makeDevice({ isOn, named, fetched, asksApproval }) {
  let shapes = new Map();

  async function dataOf(floorId, profile, hours) {
    const data = await fetched(floorId, profile, hours);
    shapes = data.shapes;
    return data;
  }

  return {
    isOn,
    /** The spaces of a floor as GeoJSON, where they are here already; else undefined. */
    spacesOf: (floorId) => (isOn() ? shapes.get(floorId) : undefined),
    /** The nearest places, found here; `hours` are instants {from, to}. */
    async nearest(start, { floorId, hours, profile, wanted }) {
      const data = await dataOf(floorId, profile, hours);
      if (asksApproval && !data.asOf) data.spaces = await withAsking(data.spaces.map((space) => ({ ...space, space_id: space.id })), hours.from);
      return answerOf(data, floorId, start, wanted, named);
    },
    /** The place of a scanned code, from what is downloaded of the chosen floor's building. */
    async placeOf(id, { floorId, hours, profile }) {
      const { ways, spaces } = await dataOf(floorId, profile, hours);
      const space = spaces.find((each) => each.id === id);
      const floor = space?.floor_id ?? ways.floors.find((each) => each.id === id)?.id;
      if (!floor) throw notDownloaded();
      return { ...space, id, kind: space ? space.kind : "floor", floor_id: floor, ...named(floor), is_there: true };
    },
  };
}
