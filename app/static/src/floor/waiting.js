// In the panel: the way onto the wait list of what is taken, how one stands there, and the answer
// to a place that is offered.

import { Problem } from "../common/api.js";
import { actButton, openDialog } from "../common/dialog.js";
import { h } from "../common/dom.js";
import { waitIsTold } from "../common/telling.js";
import { instants, untilText } from "../common/time.js";
import { toast } from "../common/toast.js";
import * as waits from "../common/waits.js";
import { titleOf } from "../common/words.js";
import { isOver } from "./inforce.js";
import { windowText } from "./when.js";

const THIS = "this";
const FLOOR = "floor";
const OPEN = ["waiting", "offered"];
const asked = new WeakSet();

async function load(store) {
  store.set({ waits: await waits.mine() });
}

/** One's waits are asked for when something is shown that they could be about. */
function known(state, { store }) {
  if (!state.waits && !asked.has(store)) {
    asked.add(store);
    load(store).catch(() => asked.delete(store));
  }
  return (state.waits ?? []).filter((wait) => OPEN.includes(wait.state));
}

/** The waits that meet the hours of the page. */
function inHours(found, state, { zone }) {
  const { from, to } = instants(state.window, zone);
  return found.filter((wait) => Date.parse(wait.from) < Date.parse(to) && Date.parse(from) < Date.parse(wait.to));
}

/** An act on a wait; what came of it is said, and the page looks again how things stand. */
function acting(parts, words, act, look = "") {
  const run = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      toast(await act());
      await load(parts.store);
      await parts.act.refresh();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      toast(`${problem.message} ${problem.advice}`);
      await load(parts.store).catch(() => {});
      button.disabled = false;
    }
  };
  return h("button", { type: "button", class: `button ${look}`, onclick: run }, words);
}

const HOW = { ask: "When it is your turn the place is kept for you, and you are asked.", book: "When it is your turn it is booked for you." };

function standing(wait, title, parts) {
  const left = async () => {
    await waits.leave(wait.id);
    return `You no longer wait for ${title}`;
  };
  return h("section", { class: "panel-part wait-part" }, h("h3", {}, `You wait for ${title}`),
    h("p", {}, h("strong", {}, waits.lineText(wait)), ` ${HOW[wait.mode]}`),
    h("div", { class: "row" }, acting(parts, "Leave the list", left), h("a", { class: "button quiet", href: "/my/bookings#waits" }, "Your waits")));
}

/** Of a place that one has because it is offered: the answer; null for any other. */
export function offerPart(space, state, parts) {
  const wait = known(state, parts).find((each) => each.state === "offered" && each.offered_space_id === space.id);
  if (!wait) return null;
  const title = titleOf(space);
  const until = untilText(wait.answer_by, state.window.date, parts.zone);
  const take = async () => { await waits.take(wait.id); return `${title} is yours`; };
  const decline = async () => { await waits.leave(wait.id); return `${title} goes to the next one`; };
  return h("div", { class: "notice wait-offer" },
    h("p", {}, h("strong", {}, `You waited for this. It is kept for you until ${until}.`)),
    h("div", { class: "row" }, acting(parts, "Take it", take, "primary"), acting(parts, "No thanks", decline)));
}

/** Of a place that somebody else has: how one stands on its list, or the way onto it. */
export function waitPart(space, state, parts) {
  if (state.moving || isOver(state.window, parts.zone)) return null;
  const found = inHours(known(state, parts), state, parts);
  const own = found.find((wait) => wait.space_id === space.id);
  if (own) return standing(own, titleOf(space), parts);
  const any = found.find((wait) => !wait.space_id && wait.kind === space.kind && wait.floor_id === parts.floorId);
  return h("div", { class: "wait-part" },
    h("button", { type: "button", class: "button wide", "data-wait": true, "aria-haspopup": "dialog", onclick: () => openWaiting({ space, kind: space.kind }, state.window, parts) }, "Wait for it…"),
    any && standing(any, waits.anyText(any.kind, any.zone_name), parts));
}

/** Of the kinds of which nothing is free: the way to wait for any, or how one stands there. */
export function waitForAny(found, state, parts) {
  if (!state.shown || isOver(state.window, parts.zone)) return [];
  const full = Object.keys(found).filter((kind) => found[kind].all > 0 && found[kind].free === 0);
  if (full.length === 0) return [];
  const own = inHours(known(state, parts), state, parts).filter((wait) => !wait.space_id && wait.floor_id === parts.floorId);
  return full.flatMap((kind) => {
    const mine = own.filter((wait) => wait.kind === kind);
    if (mine.length > 0) return mine.map((wait) => standing(wait, waits.anyText(kind, wait.zone_name), parts));
    const open = () => openWaiting({ kind }, state.window, parts);
    return [h("button", { type: "button", class: "button wide", "aria-haspopup": "dialog", onclick: open }, `Wait for ${waits.anyText(kind)}…`)];
  });
}

function radios(name, legend, entries) {
  const boxes = entries.map(([value, words], index) => h("label", { class: "choice" },
    h("input", { type: "radio", name, value, checked: index === 0 }), h("span", {}, words)));
  return h("fieldset", { class: "filter-set" }, h("legend", {}, legend), ...boxes);
}

const chosen = (box, name) => box.dialog.querySelector(`input[name="${name}"]:checked`)?.value;

/** What can be waited for: this place first, then any of its kind. */
function wishes({ space, kind }, { zones }) {
  const named = zones.filter(({ id, name }) => id && name);
  return [
    ...(space ? [[THIS, `${titleOf(space)} only`]] : []),
    [FLOOR, waits.anyText(kind).replace(/^a/, "A")],
    ...named.map(({ id, name }) => [id, waits.anyText(kind, name).replace(/^a/, "A")]),
  ];
}

async function openWaiting(about, window, parts) {
  const { zone, floorId, store } = parts;
  const box = openDialog(about.space ? `Wait for ${titleOf(about.space)}` : `Wait for ${waits.anyText(about.kind)}`);
  const wish = () => {
    const value = chosen(box, "wait-for");
    if (value === THIS) return { space_id: about.space.id };
    return { kind: about.kind, floor_id: floorId, ...(value === FLOOR ? {} : { zone_id: value }) };
  };
  const join = actButton("Wait for it", box, async () => {
    const made = await waits.join({ ...wish(), ...instants(window, zone), mode: chosen(box, "wait-mode") });
    box.close();
    const title = made.space_id ? titleOf(about.space) : waits.anyText(made.kind, made.zone_name);
    toast(`You wait for ${title}. ${waits.lineText(made)}`, { label: "Undo", run: async () => {
      await waits.leave(made.id);
      await load(store);
    } });
  });
  const choices = wishes(about, parts);
  box.show(
    h("p", {}, windowText(window, zone)),
    radios("wait-for", "What you wait for", choices),
    radios("wait-mode", "When it is your turn", Object.entries(waits.MODES)),
    h("p", { class: "soft small" }, `Who asked first is first. ${waitIsTold()}`),
    h("div", { class: "row dialog-actions" }, join));
  box.dialog.querySelector("input:checked")?.focus();
  await box.closed;
  await load(store).catch(() => {});
}
