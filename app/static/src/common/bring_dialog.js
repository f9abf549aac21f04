// "Bring along…" of a booking that is there already.

import { asBring, broughtText, chooser, onOffer, setBrought } from "./bring.js";
import { actButton, openDialog } from "./dialog.js";
import { h } from "./dom.js";

/** Open it for {id, floorId, from, to, title, brings}; resolves to the booking as it was saved, or null. */
export async function openBring({ id, floorId, from, to, title, brings }) {
  const box = openDialog(`Bring along to ${title}`);
  let saved = null;
  let chosen = Object.fromEntries(brings.map((each) => [each.equipment_id, each.count]));
  box.show(h("p", { class: "soft" }, "Looking for what is left…"));
  try {
    const { things } = await onOffer(floorId, { from, to }, id);
    const save = actButton("Save", box, async () => {
      saved = await setBrought(id, asBring(chosen));
      box.close();
    }, { busy: "Saving…" });
    box.show(
      things.length > 0
        ? chooser(things, chosen, (now) => { chosen = now; })
        : h("p", { class: "soft" }, "Nothing is kept here that could be brought along."),
      h("div", { class: "row dialog-actions" }, h("button", { type: "button", class: "button", onclick: box.close }, "Keep it as it is"),
        things.length > 0 && save));
    box.dialog.querySelector("input:not([disabled])")?.focus();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    box.fail(problem);
  }
  await box.closed;
  return saved;
}

/** "With 2 × Monitor, Projector"; empty where it brings nothing. */
export const withText = (brings) => (brings.length > 0 ? `With ${brings.map(broughtText).join(", ")}` : "");
