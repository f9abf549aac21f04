// One kept floor without a connection: the map as ever, with what was last known to be free.

import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { timeFields } from "../common/times.js";
import { spanText, usualWindow, windowBetween } from "../common/time.js";
import { factsOf, finderOf, titleOf } from "../common/words.js";
import { makeKeyboard } from "../floor/keyboard.js";
import { makeLabels } from "../floor/labels.js";
import { dress, drawFloor, lookAt, nearestToClick, spaceHit } from "../floor/map.js";
import { sample } from "../floor/patterns.js";
import { planFor } from "../floor/inforce.js";
import { spacesOf, statusOf, statusText } from "../floor/spaces.js";
import { makeStore } from "../floor/store.js";
import { headUp } from "../floor/turned.js";
import { keepWhole } from "../floor/whole.js";
import { ageText, everyMinute } from "./age.js";
import { keptDrawing, keptStatus } from "./keeping.js";

const ANYTHING = Object.freeze({ kinds: [], features: [], facts: [], onlyFree: false });

/** A map as the service's own shell makes it (app/maps/shell.py); that one needs folium. */
export function makeMap(element) {
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = window.L.map(element, {
    center: [0, 0], zoom: 18, minZoom: 0, maxZoom: 24, zoomSnap: 0.25, zoomDelta: 0.5, keyboard: false,
    attributionControl: false, zoomAnimation: moves, markerZoomAnimation: moves, inertia: moves,
  });
  window.L.control.scale({ imperial: false }).addTo(map);
  return map;
}

/** The hours that the page speaks of: those that were looked at, or the usual ones. */
const windowFor = (status, zone) => (status && windowBetween(status.from, status.to, zone)) ?? usualWindow(Date.now(), zone);

function statusLine(space, state, status, zone) {
  const now = statusOf(state, space.id);
  const words = status ? `${statusText(now, state.window, zone)} in the hours ${spanText(status.from, status.to, zone)}` : "Not known here whether it is free";
  return h("p", { class: "status-line", "data-status": now.status }, sample(now.status), h("span", {}, words));
}

/** The chosen place with what can be done about it; `acts(space)` are nodes for that. */
function makePanel(store, status, zone, acts) {
  const box = one("#offline-side");
  return (space) => {
    if (!space) { box.replaceChildren(h("p", { class: "soft" }, "Choose a place on the map or by its name.")); return; }
    box.replaceChildren(h("h2", { tabindex: "-1" }, titleOf(space)), h("p", { class: "soft" }, factsOf(space)),
      statusLine(space, store.get(), status, zone), ...acts(space));
  };
}

/** A field that finds a place by its name or number. */
function finder(spaces, select) {
  const find = finderOf(spaces);
  const input = h("input", { class: "input", id: "offline-place", list: "offline-places", autocomplete: "off", placeholder: "Number or name",
    onchange: () => { const found = find(input.value); if (found) select(found.id); } });
  return h("div", { class: "field" }, h("label", { for: input.id }, "Place"), input,
    h("datalist", { id: "offline-places" }, ...spaces.map((space) => h("option", { value: titleOf(space) }))));
}

function listen(map, floor, select) {
  map.on("click", ({ originalEvent, containerPoint }) => {
    const space = spaceHit(floor.shapes, originalEvent) ?? nearestToClick(map, floor.shapes, containerPoint);
    select(space?.id ?? null);
  });
}

/** Show a kept floor, and one place of it where `spaceId` names one; `acts(space, times)` gives what can
    be done with a place, `times` being the fields of its hours. */
export async function showFloor(kept, spaceId, acts = () => []) {
  const { zone } = kept;
  const status = await keptStatus(kept.id);
  const window_ = windowFor(status, zone);
  const plan = planFor(kept.plans, window_, zone);
  const drawing = plan && (await keptDrawing(plan));
  one("h1").textContent = kept.name;
  one("#offline-where").textContent = kept.building;
  if (!drawing) { one("#offline-side").append(h("p", {}, "The drawing of this floor is not on this device.")); return; }
  everyMinute(one("#offline-age"), () => `${status ? `${ageText(status.as_of, zone)}; ` : ""}you are offline.`);
  one("main").className = "near offline";
  one("main").dataset.asked = "true";
  const stage = one("#offline-stage");
  stage.hidden = false;

  const spaces = spacesOf(drawing);
  const bookable = spaces.filter((space) => space.bookable);
  const isOfPlan = !status?.plan || status.plan.digest === plan.digest;
  const store = makeStore({
    window: window_, availability: new Map((isOfPlan && status ? status.spaces : []).map((space) => [space.id, space])),
    selected: null, filters: ANYTHING, wholes: [],
  });
  const map = makeMap(one("#offline-map"));
  headUp(map, kept.heading, drawing.bounds);
  keepWhole(map, drawing, one(".near-side"));
  const floor = drawFloor(map, drawing, spaces);
  const keyboard = makeKeyboard(map, floor, store, zone, (space) => select(space.id), () => {});
  const labels = makeLabels(map, floor, spaces, drawing, store, zone);
  const times = timeFields("offline", () => zone);
  times.set(window_);
  const panel = makePanel(store, status, zone, (space) => acts(space, times));

  function select(id, { look = false } = {}) {
    const space = bookable.find((each) => each.id === id) ?? null;
    for (const [own, { element }] of floor.shapes) element.classList.toggle("selected", own === id);
    store.set({ selected: space?.id ?? null });
    panel(space);
    if (!space) return;
    if (look) lookAt(map, space, one(".near-side"));
    announce(titleOf(space));
  }

  for (const [id, shape] of floor.shapes) dress(shape, statusOf(store.get(), id).status);
  keyboard.nameAll();
  listen(map, floor, select);
  one("#offline-find").append(finder(bookable, (id) => select(id, { look: true })));
  floor.show();
  labels.refresh();
  stage.dataset.ready = "true";
  select(spaceId, { look: Boolean(spaceId) });
}
