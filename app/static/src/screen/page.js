// One floor as it is now, to look at from afar. Nobody is signed in and nothing can be pressed; what is
// free is asked for when something changes and when a minute is over.

import { immutable } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { wallOf } from "../common/time.js";
import { STATUSES, countText, titleOf } from "../common/words.js";
import { makeLabels } from "../floor/labels.js";
import { keepLive } from "../floor/live.js";
import { dress, drawFloor } from "../floor/map.js";
import { sample } from "../floor/patterns.js";
import { counts, spacesOf, statusOf, statusText } from "../floor/spaces.js";
import { makeStore } from "../floor/store.js";
import { headUp } from "../floor/turned.js";
import { keepWhole } from "../floor/whole.js";
import { makeRooms } from "./rooms.js";

const MINUTE_MS = 60_000;
const TICK_MS = 1000;
// Long enough that no mistake makes a page that only reloads.
const TURN_MS = 3000;
const GONE = 404;
// Of what passes by nobody, nothing is theirs, asked for by them or kept from them.
const SHOWN = Object.keys(STATUSES).filter((status) => !["yours", "not_for_you", "asked"].includes(status));

/** Nobody is there who could move it back. */
function holdStill(map) {
  for (const how of ["dragging", "touchZoom", "doubleClickZoom", "scrollWheelZoom", "boxZoom", "keyboard"]) map[how]?.disable();
  map.zoomControl?.remove();
}

function roomRow(space, state, zone) {
  const now = statusOf(state, space.id);
  return h("li", {}, sample(now.status), h("strong", {}, titleOf(space)), h("span", { class: "soft" }, statusText(now, state.window, zone)));
}

/** A row for each room; those that are free come first. */
function roomRows(rooms, state, zone) {
  const isFree = (space) => statusOf(state, space.id).status === "free";
  const inOrder = [...rooms.filter(isFree), ...rooms.filter((space) => !isFree(space))];
  return inOrder.map((space) => roomRow(space, state, zone));
}

function tellCounts(list, spaces, state) {
  const found = counts(spaces, state);
  const kinds = Object.keys(found).sort((a, b) => found[b].all - found[a].all);
  list.replaceChildren(...kinds.map((kind) =>
    h("li", {}, h("strong", {}, String(found[kind].free)), h("span", {}, `of ${countText(found[kind].all, kind)}`))));
}

/** The service's clock; the one of a machine on a wall may be hours away. */
function makeClock(element, zone) {
  let ahead = 0;
  const show = () => { element.textContent = wallOf(Math.floor((Date.now() + ahead) / MINUTE_MS) * MINUTE_MS, zone).time; };
  setInterval(show, TICK_MS);
  return (at) => { ahead = Date.parse(at) - Date.now(); show(); };
}

/** Another plan has taken over: the page begins anew, once. */
function makeTurn() {
  let due = 0;
  return () => { due ||= setTimeout(() => location.reload(), TURN_MS); };
}

function makeStart(map, plan, { heading, timeZone: zone, digest }) {
  const spaces = spacesOf(plan);
  const bookable = spaces.filter((space) => space.bookable);
  const rooms = bookable.filter(({ kind }) => kind === "room");
  const store = makeStore({ availability: new Map(), window: { date: null }, selected: null });
  const turn = makeTurn();
  const tellRooms = makeRooms(one("#screen-rooms"));
  const setClock = makeClock(one("#screen-clock"), zone);
  holdStill(map);
  headUp(map, heading, plan.bounds);
  keepWhole(map, plan, one(".screen-side"));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(one(".stage"));
  const floor = drawFloor(map, plan, spaces);
  const labels = makeLabels(map, floor, spaces, plan, store, zone);
  floor.renderer._container.setAttribute("aria-hidden", "true");
  one("#screen-legend").replaceChildren(...SHOWN.map((status) => h("li", {}, sample(status), STATUSES[status])));
  return (told) => {
    if (told.plan?.digest !== digest) { turn(); return; }
    setClock(told.at);
    store.set({ availability: new Map(told.spaces.map((space) => [space.id, space])), window: { date: wallOf(Date.parse(told.at), zone).date } });
    for (const [id, shape] of floor.shapes) dress(shape, statusOf(store.get(), id).status);
    tellCounts(one("#screen-counts"), bookable, store.get());
    tellRooms(roomRows(rooms, store.get(), zone));
    floor.show();
    labels.refresh();
    one(".map-wait").hidden = true;
    one(".stage").dataset.ready = "true";
  };
}

/** Start the screen on a Leaflet map; settings: digest, mapUrl, nowUrl, liveUrl, timeZone, heading. */
export async function screenPage(map, settings) {
  const wait = one(".map-wait");
  if (!settings.mapUrl) {
    wait.textContent = "This floor has no plan yet.";
    setTimeout(() => location.reload(), MINUTE_MS);
    return;
  }
  const note = one("#live-note");
  const show = makeStart(map, await untilThere(() => immutable(settings.mapUrl), wait), settings);
  async function refresh() {
    try {
      show(await immutable(settings.nowUrl));
      note.hidden = true;
    } catch (problem) {
      // Revoked: the page says so itself.
      if (problem.status === GONE) location.reload();
      note.hidden = false;
    }
  }
  setInterval(refresh, MINUTE_MS);
  keepLive(() => settings.liveUrl, refresh, (online) => { note.hidden = online; });
}

/** Nobody is there to press “again”. */
async function untilThere(ask, note) {
  for (;;) {
    try {
      return await ask();
    } catch (problem) {
      if (problem.status === GONE) location.reload();
      note.textContent = problem.message;
      await new Promise((go) => setTimeout(go, MINUTE_MS / 4));
    }
  }
}
