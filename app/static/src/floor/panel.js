// The side panel on a desk, the bottom sheet on a phone: the floor in numbers, or one space and
// what can be done with it.

import { bookText, bookWord } from "../common/asking.js";
import { h, icon } from "../common/dom.js";
import { starButton } from "../common/favourites.js";
import { factsOf, titleOf } from "../common/words.js";
import { hoursSpoken, hoursText } from "../common/time.js";
import { toast } from "../common/toast.js";
import { longNote } from "../common/times.js";
import { sample } from "./patterns.js";
import { factLine } from "./facts.js";
import { lookOf, statusOf, statusText } from "./spaces.js";
import { overview } from "./overview.js";
import { ownBooking } from "./own.js";
import { assignLink, ownPlace } from "./assigned.js";
import { freeNearby, refusal } from "./alternatives.js";
import { openRepeat } from "./repeat.js";
import { faultButton, faultList } from "./faults.js";
import { bringAlong, chosenBring } from "./bringing.js";
import { isOver } from "./inforce.js";
import { OVER } from "./plans.js";
import { bookedForOther, haveThen, shownBeside } from "./mine.js";
import { shareButton } from "./share.js";
import { placesForm } from "./staff.js";
import { togetherWith } from "./together.js";
import { offerPart, waitPart } from "./waiting.js";
import { wholeFacts } from "./wholes.js";
import { windowText } from "./when.js";
import { forText, forWhom } from "./whom.js";
import { approvalPart } from "./approval.js";
import { chosenNote, noteAlong } from "./noting.js";

function star(space, { favourites }) {
  const changed = (isFavourite) => (isFavourite ? favourites.add(space.id) : favourites.delete(space.id));
  return starButton({ id: space.id, title: titleOf(space), isFavourite: favourites.has(space.id) }, ({ message, advice }) => toast(`${message} ${advice}`), changed);
}

function head(space, parts, close) {
  const title = h("h2", { tabindex: "-1", class: "panel-title" }, titleOf(space));
  const where = space.room ? `In ${titleOf(space.room)}` : null;
  return h("header", { class: "panel-head" },
    h("div", {}, title, h("p", { class: "soft" }, space.isWhole ? wholeFacts(space) : factsOf(space)), where && h("p", { class: "soft small" }, where), factLine(space, parts.floorId)),
    h("div", { class: "panel-acts" }, shareButton(space), star(space, parts), faultButton(space),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: close }, icon("close"))));
}

function statusLine(space, state, zone) {
  const now = statusOf(state, space.id);
  return h("p", { class: "status-line", "data-status": now.status }, sample(lookOf(now)),
    h("span", {}, statusText(now, state.window, zone)));
}

/** The button that books, after the day and hours that it means and a word on long ones. */
function bookButton(space, state, parts) {
  const { act, zone, floorId, store } = parts;
  const { window, busy, person } = state;
  const asks = !person && statusOf(state, space.id).asks;
  const have = haveThen(space, state, parts);
  const button = h("button", {
    type: "button", class: `button wide ${have ? "" : "primary"}`, "data-primary": !have, disabled: busy,
    "aria-label": `${bookWord(asks)} ${titleOf(space)}${have ? " as well" : ""}, ${hoursSpoken(window, zone)}${forText(state)}`, onclick: () => act.book(space),
  }, busy ? "One moment…" : bookText(asks, have, hoursText(window, zone)) + forText(state));
  const repeat = h("button", {
    type: "button", class: "button wide", "aria-haspopup": "dialog", disabled: busy,
    onclick: () => openRepeat(space, window, { zone, floorId, person, refresh: act.refresh, forget: () => store.set({ person: null, noted: null }), ...chosenBring(store.get()), noted: chosenNote(store.get()) }),
  }, "Repeat…");
  return [h("p", { class: "booking-when" }, windowText(window, zone)), longNote(window, zone), bringAlong(space, state, { store }), forWhom(state, { store }), noteAlong(state, { store }), approvalPart(space, state, button, parts), have, button, repeat];
}

function moveButton(space, state, { act }) {
  const label = state.busy ? "Moving…" : `Move my booking here`;
  return h("button", { type: "button", class: "button primary wide", "data-primary": true, disabled: state.busy,
    onclick: () => act.move(state.moving, space) }, label);
}

function body(space, state, parts) {
  const { status, is_mine: isMine } = statusOf(state, space.id);
  const trouble = state.problem && refusal(state.problem, parts);
  if (status === "yours") return [trouble, offerPart(space, state, parts), ownBooking(space, state, parts)];
  if (status === "free" && isOver(state.window, parts.zone)) return [trouble, h("p", { class: "soft" }, OVER)];
  if (status === "free") return [trouble, ...(state.moving ? [moveButton(space, state, parts)] : bookButton(space, state, parts))];
  if (status === "unknown") return [trouble];
  if (isMine) return [trouble, ownPlace(space, state, parts)];
  const forOther = bookedForOther(space, state, parts);
  if (forOther) return [trouble, forOther];
  if (isOver(state.window, parts.zone)) return [trouble];
  const wait = status === "not_for_you" ? null : waitPart(space, state, parts);
  return [trouble, state.problem?.alternatives.length ? null : freeNearby(space, state, parts), wait];
}

/** Places are counted where they can be: of one space, whose status tells them. */
function staffPart(space, state, parts) {
  const told = ["free", "yours", "taken", "occupied"].includes(statusOf(state, space.id).status);
  return parts.isStaff && told && !space.isWhole ? placesForm(space, state, parts) : null;
}

function movingNote(state, { store }) {
  if (!state.moving) return null;
  return h("div", { class: "notice" },
    h("p", {}, h("strong", {}, `Moving ${state.moving.title}. `), "Choose a free place on the map or in the list."),
    h("div", {}, h("button", { type: "button", class: "button", onclick: () => store.set({ moving: null }) }, "Keep it where it is")));
}

const spoken = (node) => `${node.tagName} ${node.getAttribute("aria-label") || node.id || node.textContent}`;

/** What a person who was at `held` goes on with: what is to be done first now, where that was it, or
    the same as it is drawn anew, or the beginning. */
function heirOf(held, content) {
  const primary = held.hasAttribute("data-primary") && content.querySelector("[data-primary]:not([disabled])");
  const same = () => [...content.querySelectorAll("a, button:not([disabled]), input, select, summary, textarea")].find((node) => spoken(node) === spoken(held));
  return primary || same() || content.querySelector(".panel-title");
}

/** Draw the panel whenever what it shows has changed; `parts` is what its pieces need. */
export function makePanel(panel, parts) {
  const { store, zone, spaceOf, select } = parts;
  const content = panel.querySelector(".panel-content");

  function draw(state) {
    const held = content.contains(document.activeElement) ? document.activeElement : null;
    const space = state.selected ? spaceOf(state.selected) : null;
    panel.classList.toggle("has-space", Boolean(space));
    const nodes = space
      ? [head(space, parts, () => select(null, { back: true })), movingNote(state, parts), statusLine(space, state, zone), faultList(space), ...body(space, state, parts), togetherWith(space, state, parts), staffPart(space, state, parts), parts.isStaff && !space.isWhole ? assignLink(space, parts.floorId) : null]
      : [movingNote(state, parts), ...overview(state, parts)];
    content.replaceChildren(...nodes.filter(Boolean));
    if (held) heirOf(held, content)?.focus();
  }

  let shown = "";
  /** Redraw only for changes that a person can see: a form being filled in stays as it is. */
  const drawIfChanged = (state) => {
    const mine = state.selected ? statusOf(state, state.selected) : null;
    const now = JSON.stringify([state.selected, mine, state.moving, state.person, state.busy, state.window, state.shown, state.problem?.code,
      state.booking, shownBeside(state.selected && spaceOf(state.selected), state, zone), state.waits, state.selected && state.equipment, state.selected ? 0 : state.version, state.wholes.map(({ id, name }) => [id, name, statusOf(state, id).status])]);
    if (now === shown) return;
    shown = now;
    draw(state);
  };
  store.on(["selected", "availability", "moving", "person", "busy", "window", "problem", "booking", "mine", "version", "wholes", "filters", "equipment", "waits"], drawIfChanged);
  store.on(["filters"], (state) => { if (!state.selected) draw(state); });
  draw(store.get());

  return {
    focus() {
      (content.querySelector("[data-primary]:not([disabled])") ?? content.querySelector(".panel-title"))?.focus();
    },
  };
}
