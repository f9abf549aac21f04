// Near me without a connection: the search of the phone, over what was downloaded here before.

import { all, h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, usualWindow, windowBetween } from "../common/time.js";
import { makeBook } from "../near/booking.js";
import { makeFilters } from "../near/filters.js";
import { makeFound } from "../near/found.js";
import { problemNode } from "../near/answer.js";
import { makePhoneSearch } from "../near/on-phone.js";
import { makeOrder } from "../near/order.js";
import { drawnEntrances } from "../near/entrances.js";
import { makeFloorFacts, makeOrigin } from "../near/origin.js";
import { makeDevice, namedIn } from "../near/phone/device.js";
import { offerOnPhone } from "../near/phone/switch.js";
import { makePicture } from "../near/picture.js";
import { makeScanning } from "../near/scanning.js";
import { makeWalker } from "../near/walking.js";
import { ageText, everyMinute } from "./age.js";
import { makeMap } from "./floor.js";
import { keptDownload, makeKeptPlans } from "./ground.js";
import { letBookingWait } from "./instead.js";
import { keptStatus } from "./keeping.js";
import { keptWays } from "./ways.js";

const REST = "Without a connection toilets, first aid, ways out, other buildings and the way itself are not known here. “On the map” shows where a place lies.";

const notHere = () => Object.assign(new Error("This code is of no place on this phone."),
  { code: "on_this_phone", advice: "Scan another code, type the name of a place, or try again when you are connected." });

/** The page's own parts become those of “Near me”. */
function setUp(floors) {
  document.title = "Near me · Floorplans";
  one("h1").textContent = "Nearest free place";
  one("main").className = "near offline";
  one("#offline-near").hidden = false;
  one("#offline-stage").hidden = false;
  one("#near-answer").before(h("p", { class: "hint" }, REST));
  one("#near-floor").replaceChildren(...floors.map(({ id, name, building }) => h("option", { value: id }, `${name}, ${building}`)));
}

/** Of the ways to go only those that were downloaded for the chosen floor's building can be chosen. */
async function offerWalkers(floorId) {
  const own = new Set((await keptWays()).filter(({ floors }) => floors.includes(floorId)).map(({ profile }) => profile));
  const choice = one("#near-walker");
  for (const option of choice.options) {
    option.disabled = !own.has(option.value);
    option.textContent = option.textContent.replace(/ \(not here\)$/, "") + (option.disabled ? " (not here)" : "");
  }
  if (!own.has(choice.value)) choice.value = [...own][0];
}

/** The hours of which it is known what is free, while they last; else the usual ones. */
async function hoursOf({ id, zone }) {
  const status = await keptStatus(id);
  const isOver = !status || Date.parse(status.to) <= Date.now();
  return (isOver ? null : windowBetween(status.from, status.to, zone)) ?? usualWindow(Date.now(), zone);
}

async function ageOf({ id, zone }) {
  const status = await keptStatus(id);
  return () => `${status ? `${ageText(status.as_of, zone)}; ` : ""}you are offline.`;
}

/** The place of a scanned code, among all that were downloaded for this way of moving. */
function makeKnown(device, floors, chosen) {
  return async (id) => {
    const { profile, hours } = chosen();
    for (const { id: floorId } of floors) {
      const place = await device.placeOf(id, { floorId, profile, hours }).catch(() => null);
      if (place) return place;
    }
    throw notHere();
  };
}

/** A function that searches and says how it went. */
function makeSearch(ask, { times, floorNow, origin, picture, box, say }) {
  const go = one("#near-go");
  return async (what = "") => {
    const window = times.value();
    const trouble = windowTrouble(window);
    if (trouble) { say(Object.assign(new Error(trouble), { code: "window" })); return; }
    go.disabled = true;
    box.replaceChildren(h("p", { class: "soft", role: "status" }, origin.kind() === "position" ? "Asking where you are…" : "Looking…"));
    try {
      await ask(window, floorNow(), what);
    } catch (problem) {
      say(problem);
      picture.show({ spaces: [] }, {}, floorNow().id).catch(() => {});
    } finally {
      go.disabled = false;
    }
  };
}

/** Show the page for floors whose ways are kept, {id, name, building, zone, plans}, the likeliest first. */
export async function nearHere(kept) {
  const floors = kept.map((floor) => ({ ...floor, timeZone: floor.zone }));
  setUp(floors);
  const [box, picker] = [one("#near-answer"), one("#near-floor")];
  const say = (problem) => {
    if (!problem.code) throw problem;
    box.replaceChildren(problemNode(problem));
  };
  const floorNow = () => floors.find(({ id }) => id === picker.value) ?? floors[0];
  const times = timeFields("near", () => floorNow().zone);
  const windowNow = () => (windowTrouble(times.value()) ? usualWindow(Date.now(), floorNow().zone) : times.value());
  one("#near-when").append(times.element);
  times.set(await hoursOf(floorNow()));
  const planOf = makeKeptPlans(windowNow);
  const filters = makeFilters(one("#near-filters"));
  const picture = makePicture(makeMap(one("#offline-map")), planOf, { choices: one("#near-floors"), legend: one("#near-legend"), say, floors });
  const answered = makeOrder(one(".near"), one(".near-side"), one(".near-stage"), box);
  const walker = makeWalker(one("#near-walking"));
  const named = namedIn(floors);
  const device = makeDevice({ isOn: () => true, fetched: keptDownload, named, asksApproval: false });
  const facts = makeFloorFacts(filters, async (id) => (await planOf(id)).spaces);
  const entrances = drawnEntrances(planOf);
  const origin = makeOrigin(facts, entrances);
  const bookFor = (hours, floor) => makeBook({ hours, zone: floor.zone, send: letBookingWait, say, undone: () => {} });
  const ask = makePhoneSearch({ device, origin, filters, walker, found: makeFound({ answered, picture, box }), bookFor });
  const search = makeSearch(ask, { times, floorNow, origin, picture, box, say });

  const chosen = () => ({ profile: walker.value(), hours: instants(windowNow(), floorNow().zone) });
  makeScanning({ picker, facts, origin, search, say, box, known: makeKnown(device, floors, chosen), entrances });

  let age = () => "";
  const turn = async () => {
    age = await ageOf(floorNow());
    one("#offline-age").textContent = age();
    await offerWalkers(floorNow().id);
    await facts.load(picker.value);
  };
  everyMinute(one("#offline-age"), () => age());
  picker.addEventListener("change", () => turn().catch(say));
  offerOnPhone(true);
  for (const button of all("[data-what]")) button.addEventListener("click", () => search(button.dataset.what));
  one("#near-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  await turn();
  await picture.floor(floorNow().id);
  one("#offline-stage").dataset.ready = "true";
}
