// Near me: one tap, one question, one answer. The position lives in the request's body and in the
// circle on the screen, and nowhere else.

import { Problem } from "../common/api.js";
import { withAsking } from "../common/asking.js";
import { all, h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, usualWindow } from "../common/time.js";
import { makeKeptPlans, orKept } from "../offline/ground.js";
import { problemNode } from "./answer.js";
import { aroundNodes, askAround, tells, tooVague, zonesNode } from "./around.js";
import { makeBook } from "./booking.js";
import { makePlans } from "./drawings.js";
import { makeEntrances } from "./entrances.js";
import { askFacilities, FACILITIES, facilityNodes } from "./facilities.js";
import { makeFilters } from "./filters.js";
import { fill, makeFound, makeShow, mostFor } from "./found.js";
import { makePhoneSearch, PLACES } from "./on-phone.js";
import { makeOrder } from "./order.js";
import { makeFloorFacts, makeOrigin } from "./origin.js";
import { makeDevice, namedIn } from "./phone/device.js";
import { makeSwitch } from "./phone/switch.js";
import { makePicture } from "./picture.js";
import { placeOfService } from "./scan/dialog.js";
import { makeScanning } from "./scanning.js";
import { makeWalker, nearestFor } from "./walking.js";
import { makeWay } from "./way.js";

const AROUND = "around";
const FAR_M = 5000;
const WITHOUT = "“Search on this phone” also finds places without one, where the ways were downloaded before.";

/** A function that asks and shows the answer; `parts` are the pieces of the page. */
function makeSearch({ asksApproval, times, floorNow, filters, walker, origin, device, picture, answered, box, say }) {
  const go = one("#near-go");
  const showFound = makeFound({ answered, picture, box });
  const bookFor = (hours, floor, what) => makeBook({ hours, zone: floor.timeZone, undone: () => search(what), say });
  const askDevice = makePhoneSearch({ device, origin, filters, walker, found: showFound, bookFor });

  /** Where the way begins; what is around is asked from the position alone. */
  const begin = (floor, what) => (what === AROUND ? origin.here() : origin.find(floor.id));

  function showAround(found, start, { window, floor, problem }) {
    answered();
    // A circle as wide as a country would make a dot of the floor.
    const drawn = found.buildings.some(({ distance_m: away }) => away < FAR_M) && start.position.accuracy_m < FAR_M ? start : {};
    picture.show({ spaces: [] }, drawn, floor.id).catch(say);
    fill(box, aroundNodes(found, start.position, { window, zone: floor.timeZone, problem }));
  }

  async function showFacilities({ asked, start }, what, floor) {
    const exactTo = start.position ? tells(start.position) : "space";
    if (exactTo === "building") throw tooVague(start.position, "Your position is too vague to tell what is nearest to you.");
    const profile = walker.value();
    const answer = await askFacilities(asked, what, profile, floor.id);
    answered();
    const spaces = answer.found.map((each) => ({ ...each, building_name: "" }));
    await picture.show({ spaces }, { ...start, marks: FACILITIES[what] }, start.home ?? floor.id);
    const way = makeWay({ from: { ...asked, profile }, picture, homeId: floor.id });
    fill(box, facilityNodes(answer, what, { isRough: exactTo !== "space", way, show: makeShow({ spaces }, picture, box) }));
  }

  async function ask(window, floor, what) {
    const { asked, start } = await begin(floor, what);
    if (what in FACILITIES) { await showFacilities({ asked, start }, what, floor); return; }
    const hours = instants(window, floor.timeZone);
    const wanted = { floor_id: floor.id, ...hours, ...filters.value(), ...PLACES[what] };
    const exactTo = start.position ? tells(start.position) : "space";
    const profile = walker.value();
    if (what === AROUND || exactTo === "building") { showAround(await askAround(start.position, wanted), start, { window, floor }); return; }
    let found;
    try {
      found = await nearestFor({ ...asked, ...wanted, limit: mostFor(start) }, profile);
    } catch (problem) {
      if (problem.code !== "not_on_site") throw problem;
      showAround(await askAround(start.position, wanted), start, { window, floor, problem });
      return;
    }
    if (exactTo === "zone") found.zones = zonesNode(await askAround(start.position, wanted));
    if (asksApproval) found.spaces = await withAsking(found.spaces, hours.from);
    const way = makeWay({ from: { ...asked, profile, at: hours.from }, picture, homeId: floor.id });
    const from = found.from_entrance ? await origin.entrance(found.from_entrance) : start;
    await showFound(found, from, { window, floor, way, book: bookFor(hours, floor, what) });
  }

  async function search(what = "") {
    // Of two questions the answer to the first could come last, under the name of the second.
    if (go.disabled) return;
    const window = times.value();
    // What nobody books is there at any hour.
    const trouble = what in FACILITIES ? null : windowTrouble(window);
    if (trouble) { say(Object.assign(new Error(trouble), { code: "window" })); return; }
    go.disabled = true;
    const isAsked = what === AROUND || origin.kind() === "position";
    box.replaceChildren(h("p", { class: "soft", role: "status" }, isAsked ? "Asking where you are…" : "Looking…"));
    try {
      await (device.isOn() ? askDevice(window, floorNow(), what) : ask(window, floorNow(), what));
    } catch (problem) {
      if (problem.code === "no_connection" && !device.isOn()) problem.advice = `${problem.advice} ${WITHOUT}`;
      say(problem);
      // The marks of an answer before would look like this one's.
      picture.show({ spaces: [] }, {}, floorNow().id).catch(() => {});
    } finally {
      go.disabled = false;
    }
  }

  return search;
}

/** Start the page; settings: floors [{id, name, building, timeZone}], floorId, usual
    {from, to} or null, asksApproval (whether any rule wants approval), hasEntrance (whether one can begin at an
    entrance of that floor). */
export function nearPage(map, { floors, floorId: firstFloor, usual, asksApproval, hasEntrance }) {
  const box = one("#near-answer");
  const picker = one("#near-floor");
  const say = (problem) => {
    if (!(problem instanceof Problem) && !problem.code) throw problem;
    box.replaceChildren(problemNode(problem));
  };
  const floorNow = () => floors.find((floor) => floor.id === picker.value) ?? floors[0];
  const windowNow = () => (windowTrouble(times.value()) ? usualWindow(Date.now(), floorNow().timeZone, usual) : times.value());
  const [plans, keptPlans] = [makePlans(windowNow), makeKeptPlans(windowNow)];
  const planOf = (id) => orKept(() => plans(id), () => keptPlans(id));
  const filters = makeFilters(one("#near-filters"));
  const picture = makePicture(map, planOf, { choices: one("#near-floors"), legend: one("#near-legend"), say, floors });
  const times = timeFields("near", () => floorNow().timeZone);
  const answered = makeOrder(one(".near"), one(".near-side"), one(".near-stage"), box);
  const walker = makeWalker(one("#near-walking"));
  const named = namedIn(floors);
  const chosen = () => ({ floorId: floorNow().id, profile: walker.value(), hours: instants(windowNow(), floorNow().timeZone) });
  const { isOn, fetched, prepare } = makeSwitch(one("#near-walking"), { named, planOf, chosen });
  const device = makeDevice({ isOn, fetched, named, asksApproval });
  const facts = makeFloorFacts(filters, async (id) => device.spacesOf(id) ?? (await planOf(id)).spaces);
  const entrances = makeEntrances(planOf, { floorId: firstFloor, isThere: hasEntrance, isSilent: device.isOn });
  const origin = makeOrigin(facts, entrances);
  const known = (id) => (device.isOn() ? device.placeOf(id, chosen()) : placeOfService(id));
  const search = makeSearch({ asksApproval, times, floorNow, filters, walker, origin, device, picture, answered, box, say });

  makeScanning({ picker, facts, origin, known, search, say, box, entrances });

  // On a slow phone somebody may have chosen a floor before this script ran: that floor holds.
  if (picker.value !== firstFloor) entrances.offer(picker, origin);
  times.set(usualWindow(Date.now(), floorNow().timeZone, usual));
  one("#near-when").append(times.element);
  picker.addEventListener("change", () => {
    facts.load(picker.value).catch(say);
    entrances.offer(picker, origin);
    prepare();
  });
  one("#near-walker").addEventListener("change", prepare);
  for (const button of all("[data-what]")) button.addEventListener("click", () => search(button.dataset.what));
  one("#near-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  facts.load(picker.value).catch(say);
  picture.floor(floorNow().id).catch(say);
}
