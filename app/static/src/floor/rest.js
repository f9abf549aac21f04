// What answers a person on the floor page: choosing, booking, filters, the list, the keyboard, news as they come.

import { api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { keep } from "../common/kept.js";
import { instants } from "../common/time.js";
import { ageText } from "../offline/age.js";
import { keepVisited, makeKeepStatus } from "../offline/visiting.js";
import { makeActions } from "./actions.js";
import { followEquipment } from "./bringing.js";
import { makeFilters } from "./filters.js";
import { makeFollow } from "./follow.js";
import { makeHoverCard } from "./hover.js";
import { makeKeyboard } from "./keyboard.js";
import { makeList } from "./list.js";
import { tellTrouble } from "./linked.js";
import { keepLive } from "./live.js";
import { bringIntoView, keepAbove, lookAt, nearestToClick, spaceHit } from "./map.js";
import { followMine } from "./mine.js";
import { makePanel } from "./panel.js";
import { followPlan } from "./plans.js";
import { isShown } from "./refresh.js";
import { choices, statusOf } from "./spaces.js";
import { makeViews } from "./views.js";
import { makeWhen } from "./when.js";
import { elementsOf, zoneAt } from "./wholes.js";

const MINUTE_MS = 60_000;

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

/** Set all of it up around a drawn floor, whether or not it shows what is free by now. */
export function furnish({ stage, store, ...drawn }) {
  const { select, spaceOf, floorId } = store.joining(() => around({ stage, store, ...drawn }));
  // Also when the first answer failed and a later one arrives.
  const ready = (state) => { if (isShown(state)) getReady(stage, { select, spaceOf, floorId }); };
  store.on(["shown"], ready);
  ready(store.get());
}

function around({ map, stage, page, plan, spaces, wholes, spaceOf, store, refresh, floor }) {
  const { floorId, timeZone: zone, usual, liveUrl, isStaff, asksApproval, favourites } = page.settings;
  const hover = makeHoverCard(stage, map, store, zone);
  const zones = (plan.zones?.features ?? []).map(({ id, properties: { name } }) => ({ id, name }));
  const parts = { store, zone, floorId, spaces, spaceOf, zones, isStaff, asksApproval, favourites: new Set(favourites) };
  parts.act = makeActions({ store, refresh, zone, floorId });
  const keyboard = makeKeyboard(map, floor, store, zone, (space) => select(space.id, { focus: true }), hover);
  const select = makeSelect({ store, map, spaceOf, keyboard, parts });
  parts.select = select;
  followEquipment(store, floorId, zone);
  parts.panel = makePanel(one(".panel"), parts);

  store.on(["selected"], markChosen(floor, wholes));
  store.on(["availability", "window"], keyboard.nameAll);
  store.on(["window"], makeFollow(store, refresh, zone, spaces));
  followOwnBooking(store);
  followMine(store);
  makeWhen(one("#when"), one("#when-summary"), store, zone, usual);
  followPlan(store, page.digest, zone, refresh);
  tellTrouble(page.trouble, store, zone);
  makeFilters(one("#filters"), one("#filter-button"), choices(spaces), parts);
  makeList(one(".list-view"), spaces, parts);
  makeViews({ store, map, select, keep });
  listenToPointer({ map, floor, select, hover, wholeAt: ({ lng, lat }) => zoneAt(plan, store.get().wholes, [lng, lat]) });
  page.keepWith(makeKeepStatus());

  const isNews = (news) => news?.version !== store.get().version || !isShown(store.get());
  const liveNow = () => `${liveUrl}?${new URLSearchParams(instants(store.get().window, zone))}`;
  store.on(["window"], keepLive(liveNow, (news) => { if (isNews(news)) refresh(news).catch(() => {}); }, tellConnection(one("#live-note"), store, zone)));
  return { select, spaceOf, floorId };
}

function getReady(stage, { select, spaceOf, floorId }) {
  if (stage.dataset.ready) return;
  stage.dataset.ready = "true";
  performance.mark("floor-usable");
  keepVisited(floorId);
  const asked = new URLSearchParams(location.search).get("space");
  if (asked && spaceOf(asked)) select(asked, { look: true });
}
