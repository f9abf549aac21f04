// Puts the floor page together: geometry once, availability per window, news as they come.

import { api, immutable } from "../common/api.js";
import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { keep, recall } from "../common/kept.js";
import { instants } from "../common/time.js";
import { ageText } from "../offline/age.js";
import { keepVisited } from "../offline/visiting.js";
import { makeActions } from "./actions.js";
import { followEquipment } from "./bringing.js";
import { keptFilters, makeFilters } from "./filters.js";
import { makeHoverCard } from "./hover.js";
import { makeKeyboard } from "./keyboard.js";
import { makeLabels } from "./labels.js";
import { makeList } from "./list.js";
import { firstWindow, tellTrouble } from "./linked.js";
import { keepLive } from "./live.js";
import { bringIntoView, dress, drawFloor, keepAbove, lookAt, nearestToClick, spaceHit } from "./map.js";
import { followMine } from "./mine.js";
import { makePanel } from "./panel.js";
import { followPlan, planFor, usefulWindow } from "./plans.js";
import { isShown, makeFetch, makeFollow, makeRefresh } from "./refresh.js";
import { makeSheet } from "./sheet.js";
import { choices, lookOf, matches, spacesOf, statusOf } from "./spaces.js";
import { makeStore } from "./store.js";
import { headUp } from "./turned.js";
import { makeViews } from "./views.js";
import { makeWhen } from "./when.js";
import { keepWhole } from "./whole.js";
import { elementsOf, makeWholes, zoneAt } from "./wholes.js";

// A person who waits longer for the availability shall see the floor meanwhile.
const BARE_AFTER_MS = 300;
const MINUTE_MS = 60_000;

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

/** The chosen space stands out and is in the address, whoever chose it or let it go. */
function markChosen(floor, wholes) {
  let marked = [];
  return ({ selected }) => {
    for (const element of marked) element.classList.remove("selected");
    marked = elementsOf(floor, selected, wholes.of(selected));
    for (const element of marked) element.classList.add("selected");
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
    } else if (back && before && store.get().view === "map") keyboard.focus(spaceOf(before).isWhole ? keyboard.current() : spaceOf(before));
  };
}

/** An own booking's times, fetched when its space is opened or has changed. */
function followOwnBooking(store) {
  store.on(["selected", "availability"], async (state) => {
    const { status, booking_id: id } = statusOf(state, state.selected);
    if (status !== "yours" || !id) return;
    const own = ["", "/presence"].map((part) => api("GET", `/bookings/${id}${part}`));
    const [told, presence] = await Promise.all(own).catch(() => []);
    const booking = told && { ...told, presence };
    if (booking && store.get().selected === state.selected) {
      if (JSON.stringify(booking) !== JSON.stringify(store.get().booking)) store.set({ booking });
    }
  });
}

function listenToPointer({ map, floor, select, hover, wholeAt }) {
  const drawing = floor.renderer._container;
  drawing.addEventListener("mouseover", (event) => hover(spaceHit(floor.shapes, event) ?? null));
  drawing.addEventListener("mouseout", () => hover(null));
  map.on("movestart zoomstart", () => hover(null));
  map.on("click", ({ originalEvent, containerPoint, latlng }) => {
    const space = spaceHit(floor.shapes, originalEvent) ?? nearestToClick(map, floor.shapes, containerPoint) ?? wholeAt(latlng);
    select(space?.id ?? null, { focus: Boolean(space) });
  });
}

/** Say that the connection is lost, and how old is what the map shows. */
function tellConnection(note, store, zone) {
  const [words, age] = [note.textContent, h("strong", {})];
  note.replaceChildren(age, ` ${words}`);
  const [show, timers] = [() => { age.textContent = `${ageText(store.get().asOf ?? Date.now(), zone)}.`; }, []];
  store.on(["asOf"], show);
  return (online) => {
    timers.splice(0).forEach(clearInterval);
    if (online) { note.hidden = true; return; }
    show();
    // A blink of the network is nobody's business.
    timers.push(setTimeout(() => { note.hidden = false; announce(note.textContent); }, 2500), setInterval(show, MINUTE_MS));
  };
}

function failed(stage, problem) {
  const note = one(".map-wait", stage);
  note.classList.add("problem");
  note.textContent = `${problem.message} ${problem.advice ?? ""}`;
  note.hidden = false;
}

/** Start the page on a Leaflet map; settings: floorId, plans [{from, until, digest, mapUrl}], timeZone, usual {from, to} or null, liveUrl, heading,
    together (what is booked as one, as the API tells it), isStaff, isRuled, asksApproval, favourites [ids]. */
export async function floorPage(map, settings) {
  const stage = one(".stage");
  try {
    const { plans, timeZone: zone, usual } = settings;
    const { window: meant, trouble } = firstWindow(location.search, zone, usual);
    const window = usefulWindow(plans, meant, zone);
    const { mapUrl, digest } = planFor(plans, window, zone);
    const fetchWindow = makeFetch(settings.floorId, settings.timeZone, settings);
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

function start(map, { floorId, timeZone: zone, usual, liveUrl, plans, heading, together, isStaff, asksApproval, favourites }, plan, stage, { window, trouble, fetchWindow, early, digest }) {
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
  const hover = makeHoverCard(stage, map, store, zone);
  const zones = (plan.zones?.features ?? []).map(({ id, properties: { name } }) => ({ id, name }));
  const parts = { store, zone, floorId, spaces: bookable, spaceOf, zones, isStaff, asksApproval, favourites: new Set(favourites) };
  parts.act = makeActions({ store, refresh, zone, floorId });
  const keyboard = makeKeyboard(map, floor, store, zone, (space) => select(space.id, { focus: true }), hover);
  const select = makeSelect({ store, map, spaceOf, keyboard, parts });
  parts.select = select;
  followEquipment(store, floorId, zone);
  parts.panel = makePanel(one(".panel"), parts);

  const labels = makeLabels(map, floor, spaces, plan, store, zone);
  store.on(["selected"], markChosen(floor, wholes));
  store.on(["availability", "filters"], (state) => dressAll(floor, state));
  store.on(["availability", "window"], keyboard.nameAll);
  store.on(["window"], makeFollow(store, refresh, zone, bookable));
  followOwnBooking(store);
  followMine(store);
  makeWhen(one("#when"), one("#when-summary"), store, zone, usual);
  followPlan(store, digest, zone, refresh);
  tellTrouble(trouble, store, zone);
  makeFilters(one("#filters"), one("#filter-button"), choices(bookable), parts);
  makeList(one(".list-view"), bookable, parts);
  makeViews({ store, map, select, keep });
  makeSheet(one(".panel"), store, bookable, fitAgain);
  listenToPointer({ map, floor, select, hover, wholeAt: ({ lng, lat }) => zoneAt(plan, store.get().wholes, [lng, lat]) });

  // Also when the first answer fails and a later one arrives.
  store.on(["shown"], (state) => { if (isShown(state)) ready(stage, { floor, labels, select, spaceOf, floorId }); });
  // A drawing that is dressed before it is shown is styled and painted once.
  setTimeout(floor.show, BARE_AFTER_MS);
  refresh().catch((problem) => failed(stage, problem));
  const isNews = (news) => news?.version !== store.get().version || !isShown(store.get());
  const liveNow = () => `${liveUrl}?${new URLSearchParams(instants(store.get().window, zone))}`;
  store.on(["window"], keepLive(liveNow, (news) => { if (isNews(news)) refresh(news).catch(() => {}); }, tellConnection(one("#live-note"), store, zone)));
}

function ready(stage, { floor, labels, select, spaceOf, floorId }) {
  floor.show();
  if (stage.dataset.ready) return;
  one(".map-wait", stage).hidden = true;
  stage.dataset.ready = "true";
  performance.mark("floor-usable");
  keepVisited(floorId);
  labels.refresh();
  const asked = new URLSearchParams(location.search).get("space");
  if (asked && spaceOf(asked)) select(asked, { look: true });
}
