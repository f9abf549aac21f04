// The side panel on a desk, the bottom sheet on a phone: the floor in numbers, or one space and
// what can be done with it.

import { h, icon } from "../common/dom.js";
import { factsOf, titleOf } from "../common/words.js";
import { hoursSpoken, hoursText } from "../common/time.js";
import { longNote } from "../common/times.js";
import { sample } from "./patterns.js";
import { factLine } from "./facts.js";
import { statusOf, statusText } from "./spaces.js";
import { overview } from "./overview.js";
import { ownBooking } from "./own.js";
import { freeNearby, refusal } from "./alternatives.js";
import { windowText } from "./when.js";

function head(space, floorId, close) {
  const title = h("h2", { tabindex: "-1", class: "panel-title" }, titleOf(space));
  const where = space.room ? `In ${titleOf(space.room)}` : null;
  return h("header", { class: "panel-head" },
    h("div", {}, title, h("p", { class: "soft" }, factsOf(space)), where && h("p", { class: "soft small" }, where), factLine(space, floorId)),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: close }, icon("close")));
}

function statusLine(space, state, zone) {
  const now = statusOf(state, space.id);
  return h("p", { class: "status-line", "data-status": now.status }, sample(now.status),
    h("span", {}, statusText(now, state.window, zone)));
}

/** The button that books, after the day and hours that it means and a word on long ones. */
function bookButton(space, state, { act, zone }) {
  const { window, busy } = state;
  const button = h("button", {
    type: "button", class: "button primary wide", "data-primary": true, disabled: busy,
    "aria-label": `Book ${titleOf(space)}, ${hoursSpoken(window, zone)}`, onclick: () => act.book(space),
  }, busy ? "Booking…" : `Book ${hoursText(window, zone)}`);
  return [h("p", { class: "booking-when" }, windowText(window, zone)), longNote(window, zone), button];
}

function moveButton(space, state, { act }) {
  const label = state.busy ? "Moving…" : `Move my booking here`;
  return h("button", { type: "button", class: "button primary wide", "data-primary": true, disabled: state.busy,
    onclick: () => act.move(state.moving, space) }, label);
}

function body(space, state, parts) {
  const { status } = statusOf(state, space.id);
  const trouble = state.problem && refusal(state.problem, parts);
  if (status === "yours") return [trouble, ownBooking(space, state, parts)];
  if (status === "free") return [trouble, ...(state.moving ? [moveButton(space, state, parts)] : bookButton(space, state, parts))];
  if (status === "unknown") return [trouble];
  return [trouble, state.problem?.alternatives.length ? null : freeNearby(space, state, parts)];
}

function movingNote(state, { store }) {
  if (!state.moving) return null;
  return h("div", { class: "notice" },
    h("p", {}, h("strong", {}, `Moving ${state.moving.title}. `), "Choose a free place on the map or in the list."),
    h("div", {}, h("button", { type: "button", class: "button", onclick: () => store.set({ moving: null }) }, "Keep it where it is")));
}

/** Draw the panel whenever what it shows has changed; `parts` is what its pieces need. */
export function makePanel(panel, parts) {
  const { store, zone, spaceOf, select } = parts;
  const content = panel.querySelector(".panel-content");

  function draw(state) {
    const held = content.contains(document.activeElement);
    const wasPrimary = document.activeElement?.hasAttribute?.("data-primary");
    const space = state.selected ? spaceOf(state.selected) : null;
    panel.classList.toggle("has-space", Boolean(space));
    const nodes = space
      ? [head(space, parts.floorId, () => select(null, { back: true })), movingNote(state, parts), statusLine(space, state, zone), ...body(space, state, parts)]
      : [movingNote(state, parts), ...overview(state, parts)];
    content.replaceChildren(...nodes.filter(Boolean));
    if (held) (wasPrimary && content.querySelector("[data-primary]:not([disabled])") || content.querySelector(".panel-title"))?.focus();
  }

  let shown = "";
  /** Redraw only for changes that a person can see: a form being filled in stays as it is. */
  const drawIfChanged = (state) => {
    const mine = state.selected ? statusOf(state, state.selected) : null;
    const now = JSON.stringify([state.selected, mine, state.moving, state.busy, state.window, state.shown, state.problem?.code,
      state.booking, state.selected ? 0 : state.version]);
    if (now === shown) return;
    shown = now;
    draw(state);
  };
  store.on(["selected", "availability", "moving", "busy", "window", "problem", "booking", "version", "filters"], drawIfChanged);
  store.on(["filters"], (state) => { if (!state.selected) draw(state); });
  draw(store.get());

  return {
    focus() {
      (content.querySelector("[data-primary]:not([disabled])") ?? content.querySelector(".panel-title"))?.focus();
    },
  };
}
