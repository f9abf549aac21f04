// Draws the floor page: the plan with what is free, and nothing more. What answers a person (`rest.js`) is
// loaded meanwhile and set up as soon as this has been painted.

import { fetchAhead } from "../common/ahead.js";
import { one } from "../common/dom.js";
import { recall } from "../common/kept.js";
import { keptFilters } from "./filtered.js";
import { holdClicks } from "./held.js";
import { makeLabels } from "./labels.js";
import { dress, drawFloor } from "./map.js";
import { isShown, makeRefresh } from "./refresh.js";
import { makeSheet } from "./sheet.js";
import { choices, lookOf, matches, spacesOf, statusOf } from "./spaces.js";
import { makeStore } from "./store.js";
import { headUp } from "./turned.js";
import { keepWhole } from "./whole.js";
import { makeWholes } from "./wholes.js";

// A person who waits longer for the availability shall see the floor meanwhile.
const BARE_AFTER_MS = 300;
// In a window that nobody sees, nothing is painted.
const PAINTED_AT_LATEST_MS = 200;
const HALF_LOADED = Object.freeze({
  code: "half_loaded",
  message: "The plan is here, but booking did not load.",
  advice: "Check your connection and reload the page.",
});

function firstState(spaces, window, plans) {
  return {
    window, plans, plan: null, availability: new Map(), asOf: null, wholes: [], version: null, shown: null, selected: null, booking: null,
    equipment: null, bring: {}, problem: null, busy: false, mine: { own: [], others: [] }, moving: null, person: null, view: recall("view", "map") === "list" ? "list" : "map",
    filters: keptFilters(choices(spaces)), online: true,
  };
}

function dressAll(floor, state) {
  for (const [id, shape] of floor.shapes) {
    dress(shape, lookOf(statusOf(state, id)));
    shape.element.classList.toggle("dimmed", !matches(shape.space, state));
  }
}

function failed(stage, problem) {
  const note = one(".map-wait", stage);
  note.classList.add("problem");
  note.textContent = `${problem.message} ${problem.advice ?? ""}`;
  note.hidden = false;
}

/** After the next picture: the task after a frame was handed on. */
const painted = () => new Promise((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve, 0));
  setTimeout(resolve, PAINTED_AT_LATEST_MS);
});

/** Draw on a Leaflet map what `begin()` asked for; `loadCommon()` loads the script of every page. */
export async function floorPage(map, begun, loadCommon) {
  const stage = one(".stage");
  const release = holdClicks(one(".floor"));
  fetchAhead(one(".floor").dataset.rest.split(" ").filter(Boolean));
  try {
    const page = await begun;
    const plan = await page.drawing;
    const drawn = start(map, page, plan, stage);
    const common = loadCommon();
    const first = drawn.refresh().catch((problem) => failed(stage, problem));
    // A service that takes its time leaves nobody without the rest.
    await Promise.race([first, new Promise((resolve) => { setTimeout(resolve, BARE_AFTER_MS); })]);
    await painted();
    const [{ furnish }] = await Promise.all([import("./rest.js").catch(() => { throw HALF_LOADED; }), common]);
    furnish({ map, stage, page, plan, ...drawn });
  } catch (problem) {
    // Stays, whatever comes later.
    stage.dataset.failed = "true";
    failed(stage, problem);
    if (!problem.code) throw problem;
  } finally {
    release();
  }
}

function start(map, { settings, window, early, fetchWindow }, plan, stage) {
  const { floorId, timeZone: zone, plans, heading, together } = settings;
  const spaces = spacesOf(plan);
  const bookable = spaces.filter((space) => space.bookable);
  const byId = new Map(bookable.map((space) => [space.id, space]));
  const wholes = makeWholes(floorId, together, bookable, plan);
  const spaceOf = (id) => byId.get(id) ?? wholes.of(id);
  const store = makeStore(firstState(bookable, window, plans));
  const refresh = makeRefresh(store, fetchWindow, early, wholes, spaceOf);

  headUp(map, heading, plan.bounds);
  const fitAgain = keepWhole(map, plan, one(".panel"));
  const floor = drawFloor(map, plan, spaces);
  makeLabels(map, floor, spaces, plan, store, zone);
  store.on(["availability", "filters"], (state) => dressAll(floor, state));
  makeSheet(one(".panel"), store, bookable, fitAgain);
  // Also when the first answer fails and a later one arrives.
  store.on(["shown"], (state) => { if (isShown(state)) show(stage, floor); });
  // A drawing that is dressed before it is shown is styled and painted once.
  setTimeout(floor.show, BARE_AFTER_MS);
  return { spaces: bookable, wholes, spaceOf, store, refresh, floor };
}

function show(stage, floor) {
  floor.show();
  one(".map-wait", stage).hidden = !stage.dataset.failed;
  stage.dataset.shown = "true";
}
