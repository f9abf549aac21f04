// "Bring along" in the panel: what can go with a booking of the chosen place, and its kit.

import { asBring, broughtText, chooser, kitOf, onOffer } from "../common/bring.js";
import { openBring, withText } from "../common/bring_dialog.js";
import { h } from "../common/dom.js";
import { instants } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { statusOf } from "./spaces.js";

const NOTHING = Object.freeze({});

/** What is chosen, as requests carry it; nothing where nothing is. */
export function chosenBring({ bring }) {
  const wanted = asBring(bring);
  return wanted.length > 0 ? { bring: wanted } : {};
}

/** Look what is left whenever a free place is chosen, or its hours change; another place begins anew. */
export function followEquipment(store, floorId, zone) {
  let asked = "";
  store.on(["selected"], () => { store.set({ bring: NOTHING }); });
  store.on(["selected", "window", "availability"], async (state) => {
    if (!["free", "yours"].includes(statusOf(state, state.selected).status)) return;
    const key = JSON.stringify([state.selected, state.window, state.version]);
    if (key === asked) return;
    asked = key;
    const found = await onOffer(floorId, instants(state.window, zone)).catch(() => null);
    if (asked !== key || !found) return;
    if (JSON.stringify(found) !== JSON.stringify(store.get().equipment)) store.set({ equipment: found });
  });
}

function summaryText(things, chosen) {
  const wanted = things.filter(({ id }) => chosen[id]).map(({ id, name }) => broughtText({ name, count: chosen[id] }));
  return wanted.length > 0 ? `Bring along: ${wanted.join(", ")}` : "Bring along";
}

function kitButton(space, equipment, choose) {
  const kit = kitOf(space.id, equipment);
  const names = equipment.things.filter(({ id }) => kit[id]).map(({ id, name }) => broughtText({ name, count: kit[id] }));
  if (names.length === 0) return null;
  return h("button", { type: "button", class: "button wide bring-kit", onclick: () => choose({ ...kit }) }, `With its kit: ${names.join(", ")}`);
}

/** Of a free place: its kit in one press, and all that is left; null where nothing can be brought. */
export function bringAlong(space, state, { store }) {
  const { equipment } = state;
  if (!equipment || equipment.things.length === 0) return null;
  const summary = h("summary", {}, summaryText(equipment.things, state.bring));
  const rows = h("div");
  const draw = (chosen) => rows.replaceChildren(chooser(equipment.things, chosen, tell));
  const tell = (chosen) => {
    store.set({ bring: Object.freeze(chosen) });
    summary.textContent = summaryText(equipment.things, chosen);
  };
  draw(state.bring);
  const kit = kitButton(space, equipment, (chosen) => {
    tell({ ...store.get().bring, ...chosen });
    draw(store.get().bring);
    details.open = true;
    summary.focus();
  });
  const details = h("details", { class: "panel-part bring-part", open: Object.keys(state.bring).length > 0 }, summary, rows);
  return h("div", { class: "stack" }, kit, details);
}

/** Of an own booking: what goes with it, and to change that; null where nothing can be brought. */
export function ownBringing(space, booking, state, { act, floorId }) {
  const has = (booking.brings ?? []).length > 0;
  if (!has && !state.equipment?.things.length) return null;
  const open = async () => {
    const saved = await openBring({ ...booking, floorId, title: titleOf(space), brings: booking.brings });
    if (!saved) return;
    await act.refresh().catch(() => {});
    toast(saved.brings.length > 0 ? `${titleOf(space)}, ${withText(saved.brings).replace("With", "with")}` : `Nothing goes with ${titleOf(space)} any more`);
  };
  return h("div", { class: "stack" }, has && h("p", {}, withText(booking.brings)),
    h("button", { type: "button", class: "button wide", "aria-haspopup": "dialog", onclick: open }, "Bring along…"));
}

/** Other equipment of the same kind that is left, where what was wanted is out. */
export function otherThings(problem, { store }) {
  const { equipment, instead = [] } = problem.fields ?? {};
  if (problem.code !== "equipment_out" || instead.length === 0) return null;
  const take = (other) => {
    const bring = { ...store.get().bring };
    delete bring[equipment.equipment_id];
    bring[other.equipment_id] = equipment.wanted;
    store.set({ bring: Object.freeze(bring), problem: null });
  };
  return h("div", { class: "row" }, ...instead.map((other) =>
    h("button", { type: "button", class: "button", onclick: () => take(other) }, `Bring ${broughtText({ name: other.name, count: equipment.wanted })} instead`)));
}
