// Near me: one tap, one question, one answer. The position lives in the request's body and in the
// circle on the screen, and nowhere else.

import { api, Problem } from "../common/api.js";
import { announce } from "../common/announce.js";
import { withAsking } from "../common/asking.js";
import { all, h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, usualWindow } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { answerNodes, problemNode } from "./answer.js";
import { aroundNodes, askAround, tells, tooVague, zonesNode } from "./around.js";
import { makeBook } from "./booking.js";
import { makePlans } from "./drawings.js";
import { askFacilities, FACILITIES, facilityNodes } from "./facilities.js";
import { makeFilters } from "./filters.js";
import { makeDevice } from "./phone/device.js";
import { isPhone, makeOrder } from "./order.js";
import { hasEntrance, makeFloorFacts, makeOrigin } from "./origin.js";
import { makePicture } from "./picture.js";
import { placeOfService } from "./scan/dialog.js";
import { makeScanning } from "./scanning.js";
import { makeWalker, nearestFor } from "./walking.js";
import { makeWay } from "./way.js";

const ASKED_FOR = 5;
const AROUND = "around";
const FAR_M = 5000;
/** Places that are asked for often, as the API knows them. */
const PLACES = { quiet: { kind: null, features: [], quiet: true }, booth: { kind: "booth", features: [] }, charger: { kind: "parking", features: ["charger"] } };
// A pointer on its way to another card changes no floor.
const PASSING_MS = 120;

/** An answer whose place to begin at is told apart from its neighbours, of which there are `most`. */
function apartFromStart(answer, { space }, most) {
  const own = space && answer.spaces.find(({ space_id: id }) => id === space.id);
  return { ...answer, own, spaces: answer.spaces.filter((each) => each !== own).slice(0, most) };
}

/** A function that marks one place of the answer, on its card and, on its own floor, on the map; null
    is the place that the way begins at. */
function makeShow({ own, spaces }, picture, box) {
  let timer = 0;
  let chosen;
  return (index) => {
    if (index === chosen) return;
    chosen = index;
    clearTimeout(timer);
    all(".near-list .near-place", box).forEach((node, at) => { node.dataset.shown = String(at === index); });
    all(".near-itself", box).forEach((node) => { node.dataset.shown = String(index === null); });
    timer = setTimeout(() => picture.follow(index, index === null ? own : spaces[index]).catch(() => {}), PASSING_MS);
  };
}

function summary({ own, spaces }) {
  const found = spaces.length === 1 ? "1 free place found" : `${spaces.length} free places found`;
  if (own) return spaces.length ? `${titleOf(own)} itself is free, and ${found}` : `${titleOf(own)} itself is free, nothing else in reach`;
  return spaces.length ? found : "Nothing free in reach";
}

/** The answer takes the side, the focus and the attention. */
function fill(box, nodes) {
  box.replaceChildren(...nodes);
  one(".near-side").scrollTop = 0;
  box.focus({ preventScroll: true });
  if (isPhone()) scrollTo(0, 0);
}

function present(answer, box, parts) {
  fill(box, answerNodes(answer, parts));
  announce(summary(answer));
}

/** A function that asks and shows the answer; `parts` are the pieces of the page. */
function makeSearch({ asksApproval, times, floorNow, filters, walker, origin, device, picture, answered, box, say }) {
  const go = one("#near-go");

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
    const profile = walker.value();
    const answer = await askFacilities(asked, what, profile, floor.id);
    answered();
    const spaces = answer.found.map((each) => ({ ...each, building_name: "" }));
    await picture.show({ spaces }, { ...start, marks: FACILITIES[what] }, floor.id);
    const way = makeWay({ from: { ...asked, profile }, picture, homeId: floor.id });
    fill(box, facilityNodes(answer, what, { way, show: makeShow({ spaces }, picture, box) }));
  }

  /** Show places that were found, with what their buttons do. */
  async function showPlaces(found, start, { window, floor, hours, from, what }) {
    const answer = apartFromStart(found, start, ASKED_FOR);
    answered();
    await picture.show(answer, start, floor.id);
    const book = makeBook({ hours, zone: floor.timeZone, undone: () => search(what), say });
    const show = makeShow(answer, picture, box);
    const way = makeWay({ from, picture, homeId: floor.id });
    present(answer, box, { window, zone: floor.timeZone, book, show, way, floorId: floor.id });
  }

  async function askDevice(window, floor) {
    const { start } = await origin.find(floor.id);
    if (start.position && tells(start.position) === "building") throw tooVague(start.position);
    const hours = instants(window, floor.timeZone);
    const wanted = { ...filters.value(), limit: ASKED_FOR + (start.space ? 1 : 0) };
    const found = await device.nearest(start, { floorId: floor.id, hours, profile: walker.value(), wanted });
    await showPlaces(found, start, { window, floor, hours });
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
      found = await nearestFor({ ...asked, ...wanted, limit: ASKED_FOR + (start.space ? 1 : 0) }, profile);
    } catch (problem) {
      if (problem.code !== "not_on_site") throw problem;
      showAround(await askAround(start.position, wanted), start, { window, floor, problem });
      return;
    }
    if (exactTo === "zone") found.zones = zonesNode(await askAround(start.position, wanted));
    if (asksApproval) found.spaces = await withAsking(found.spaces, hours.from);
    await showPlaces(found, start, { window, floor, hours, what, from: { ...asked, profile, at: hours.from } });
  }

  async function search(what = "") {
    const window = times.value();
    const trouble = windowTrouble(window);
    if (trouble) { say(Object.assign(new Error(trouble), { code: "window" })); return; }
    go.disabled = true;
    const isAsked = what === AROUND || origin.kind() === "position";
    box.replaceChildren(h("p", { class: "soft", role: "status" }, isAsked ? "Asking where you are…" : "Looking…"));
    try {
      await (device.isOn() ? askDevice(window, floorNow()) : ask(window, floorNow(), what));
    } catch (problem) {
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
    {from, to} or null, asksApproval (whether any rule wants approval). */
export function nearPage(map, { floors, floorId: firstFloor, usual, asksApproval }) {
  const box = one("#near-answer");
  const picker = one("#near-floor");
  const say = (problem) => {
    if (!(problem instanceof Problem) && !problem.code) throw problem;
    box.replaceChildren(problemNode(problem));
  };
  const floorNow = () => floors.find((floor) => floor.id === picker.value) ?? floors[0];
  const windowNow = () => (windowTrouble(times.value()) ? usualWindow(Date.now(), floorNow().timeZone, usual) : times.value());
  const planOf = makePlans(windowNow);
  const filters = makeFilters(one("#near-filters"));
  const picture = makePicture(map, planOf, { choices: one("#near-floors"), legend: one("#near-legend"), say });
  const times = timeFields("near", () => floorNow().timeZone);
  const answered = makeOrder(one(".near"), one(".near-side"), one(".near-stage"), box);
  const walker = makeWalker(one("#near-walking"));
  const named = (id) => {
    const floor = floors.find((each) => each.id === id);
    return { floor_name: floor?.name ?? "Another floor", building_name: floor?.building ?? "" };
  };
  const device = makeDevice(one("#near-walking"), { named, planOf, asksApproval });
  const facts = makeFloorFacts(filters, async (id) => device.spacesOf(id) ?? api("GET", `/floors/${id}/spaces.geojson`));
  const origin = makeOrigin(facts, planOf);
  const known = (id) => (device.isOn() ? device.placeOf(id, { floorId: floorNow().id, profile: walker.value(),
    hours: instants(windowNow(), floorNow().timeZone) }) : placeOfService(id));
  const search = makeSearch({ asksApproval, times, floorNow, filters, walker, origin, device, picture, answered, box, say });

  makeScanning({ picker, facts, origin, known, search, say, box, entrance: async (id) => hasEntrance(await planOf(id)) });

  picker.value = firstFloor;
  times.set(usualWindow(Date.now(), floorNow().timeZone, usual));
  one("#near-when").append(times.element);
  picker.addEventListener("change", () => facts.load(picker.value).catch(say));
  for (const button of all("[data-what]")) button.addEventListener("click", () => search(button.dataset.what));
  one("#near-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  facts.load(picker.value).catch(say);
  picture.floor(floorNow().id).catch(say);
}
