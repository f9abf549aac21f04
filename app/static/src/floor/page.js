// Puts the floor page together: geometry once, availability per window, news as they come.

import { api, immutable } from "../common/api.js";
import { announce } from "../common/announce.js";
import { one } from "../common/dom.js";
import { keep, recall } from "../common/kept.js";
import { makeActions } from "./actions.js";
import { keptFilters, makeFilters } from "./filters.js";
import { makeHoverCard } from "./hover.js";
import { makeKeyboard } from "./keyboard.js";
import { makeLabels } from "./labels.js";
import { makeList } from "./list.js";
import { firstWindow, tellTrouble } from "./linked.js";
import { keepLive } from "./live.js";
import { bringIntoView, dress, drawFloor, keepAbove, lookAt, nearestToClick, spaceHit } from "./map.js";
import { makePanel } from "./panel.js";
import { followPlan, planFor, usefulWindow } from "./plans.js";
import { isShown, makeFetch, makeFollow, makeRefresh } from "./refresh.js";
import { makeSheet } from "./sheet.js";
import { choices, matches, spacesOf, statusOf } from "./spaces.js";
import { makeStore } from "./store.js";
import { headUp } from "./turned.js";
import { makeViews } from "./views.js";
import { makeWhen } from "./when.js";
import { keepWhole } from "./whole.js";

// A person who waits longer for the availability shall see the floor meanwhile.
const BARE_AFTER_MS = 300;

function firstState(spaces, window, plans) {
  return {
    window, plans, plan: null, availability: new Map(), version: null, shown: null, selected: null, booking: null,
    problem: null, busy: false, moving: null, view: recall("view", "map") === "list" ? "list" : "map",
    filters: keptFilters(choices(spaces)), online: true,
  };
}

function dressAll(floor, state) {
  for (const [id, shape] of floor.shapes) {
    dress(shape, statusOf(state, id).status);
    shape.element.classList.toggle("dimmed", !matches(shape.space, state));
  }
}

/** The chosen space stands out and is in the address, whoever chose it or let it go. */
function markChosen(floor) {
  let marked = null;
  return ({ selected }) => {
    marked?.classList.remove("selected");
    marked = floor.shapes.get(selected)?.element ?? null;
    marked?.classList.add("selected");
    const address = new URL(location.href);
    if (selected) address.searchParams.set("space", selected);
    else address.searchParams.delete("space");
    history.replaceState(null, "", address);
  };
}

function makeSelect({ store, map, spaceOf, keyboard, parts }) {
  return (id, { look = false, focus = false, back = false } = {}) => {
    const before = store.get().selected;
    const space = id ? spaceOf(id) : null;
    store.set({ selected: space?.id ?? null, problem: null, booking: before === id ? store.get().booking : null });
    if (space) {
      if (look) lookAt(map, space, one(".panel"));
      else {
        if (store.get().view === "map") bringIntoView(map, space);
        keepAbove(map, space, one(".panel"));
      }
      if (focus) parts.panel.focus();
    } else if (back && before && store.get().view === "map") keyboard.focus(spaceOf(before));
  };
}

/** An own booking's times, fetched when its space is opened or has changed. */
function followOwnBooking(store) {
  store.on(["selected", "availability"], async (state) => {
    const { status, booking_id: id } = statusOf(state, state.selected);
    if (status !== "yours" || !id) return;
    const booking = await api("GET", `/bookings/${id}`).catch(() => null);
    if (booking && store.get().selected === state.selected) {
      if (JSON.stringify(booking) !== JSON.stringify(store.get().booking)) store.set({ booking });
    }
  });
}

function listenToPointer({ map, floor, select, hover }) {
  const drawing = floor.renderer._container;
  drawing.addEventListener("mouseover", (event) => hover(spaceHit(floor.shapes, event) ?? null));
  drawing.addEventListener("mouseout", () => hover(null));
  map.on("movestart zoomstart", () => hover(null));
  map.on("click", ({ originalEvent, containerPoint }) => {
    const space = spaceHit(floor.shapes, originalEvent) ?? nearestToClick(map, floor.shapes, containerPoint);
    select(space?.id ?? null, { focus: Boolean(space) });
  });
}

function tellConnection(note) {
  let timer = 0;
  return (online) => {
    clearTimeout(timer);
    if (online) { note.hidden = true; return; }
    // A blink of the network is nobody's business.
    timer = setTimeout(() => { note.hidden = false; announce(note.textContent); }, 2500);
  };
}

function failed(stage, problem) {
  const note = one(".map-wait", stage);
  note.classList.add("problem");
  note.textContent = `${problem.message} ${problem.advice ?? ""}`;
  note.hidden = false;
}

/** Start the page on a Leaflet map; settings: floorId, plans [{from, digest, mapUrl}], timeZone, liveUrl, heading. */
export async function floorPage(map, settings) {
  const stage = one(".stage");
  try {
    const { plans, timeZone: zone } = settings;
    const { window: meant, trouble } = firstWindow(location.search, zone);
    const window = usefulWindow(plans, meant, zone);
    const { mapUrl, digest } = planFor(plans, window, zone);
    const fetchWindow = makeFetch(settings.floorId, settings.timeZone);
    // Both are asked for at once: drawing takes longer than answering. Who waits sees a failure.
    const early = fetchWindow(window);
    early.catch(() => {});
    const plan = await immutable(mapUrl);
    start(map, settings, plan, stage, { window, trouble, fetchWindow, early, digest });
  } catch (problem) {
    failed(stage, problem);
    if (!problem.code) throw problem;
  }
}

function start(map, { floorId, timeZone: zone, liveUrl, plans, heading }, plan, stage, { window, trouble, fetchWindow, early, digest }) {
  const spaces = spacesOf(plan);
  const bookable = spaces.filter((space) => space.bookable);
  const byId = new Map(bookable.map((space) => [space.id, space]));
  const spaceOf = (id) => byId.get(id);
  const store = makeStore(firstState(bookable, window, plans));
  const refresh = makeRefresh(store, fetchWindow, early);

  headUp(map, heading, plan.bounds);
  const fitAgain = keepWhole(map, plan, one(".panel"));
  const floor = drawFloor(map, plan, spaces);
  const hover = makeHoverCard(stage, map, store, zone);
  const parts = { store, zone, floorId, spaces: bookable, spaceOf };
  parts.act = makeActions({ store, refresh, spaceOf, zone });
  const keyboard = makeKeyboard(map, floor, store, zone, (space) => select(space.id, { focus: true }), hover);
  const select = makeSelect({ store, map, spaceOf, keyboard, parts });
  parts.select = select;
  parts.panel = makePanel(one(".panel"), parts);

  const labels = makeLabels(map, floor, spaces, plan, store, zone);
  store.on(["selected"], markChosen(floor));
  store.on(["availability", "filters"], (state) => dressAll(floor, state));
  store.on(["availability", "window"], keyboard.nameAll);
  store.on(["window"], makeFollow(store, refresh, zone));
  followOwnBooking(store);
  makeWhen(one("#when"), one("#when-summary"), store, zone);
  followPlan(store, digest, zone);
  tellTrouble(trouble, store, zone);
  makeFilters(one("#filters"), one("#filter-button"), choices(bookable), store);
  makeList(one(".list-view"), bookable, parts);
  makeViews({ store, map, select, keep });
  makeSheet(one(".panel"), store, bookable, fitAgain);
  listenToPointer({ map, floor, select, hover });

  // Also when the first answer fails and a later one arrives.
  store.on(["shown"], (state) => { if (isShown(state)) ready(stage, { floor, labels, select, spaceOf }); });
  // A drawing that is dressed before it is shown is styled and painted once.
  setTimeout(floor.show, BARE_AFTER_MS);
  refresh().catch((problem) => failed(stage, problem));
  const isNews = (version) => version === null || version !== store.get().version || !isShown(store.get());
  keepLive(liveUrl, (version) => { if (isNews(version)) refresh().catch(() => {}); }, tellConnection(one("#live-note")));
}

function ready(stage, { floor, labels, select, spaceOf }) {
  floor.show();
  if (stage.dataset.ready) return;
  one(".map-wait", stage).hidden = true;
  stage.dataset.ready = "true";
  performance.mark("floor-usable");
  labels.refresh();
  const asked = new URLSearchParams(location.search).get("space");
  if (asked && spaceOf(asked)) select(asked, { look: true });
}
