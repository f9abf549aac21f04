// The note of a booking in "My bookings", and whether it is private: changed where it stands.

import * as bookings from "../common/bookings.js";
import { h, one } from "../common/dom.js";
import { openerOf } from "../common/more.js";
import { noteFields } from "../common/noting.js";
import { sessionNote } from "./note.js";

/** Open the note of a card, or close it again; `tell(card, problem)` shows what was refused. */
export function openNote(card, button, tell) {
  const shown = one(".note-form", card);
  button.setAttribute("aria-expanded", String(!shown));
  if (shown) { shown.remove(); return; }
  const { booking: id, title, note, isPrivate, whose } = card.dataset;
  const fields = noteFields(`note-${id}`, { note, isPrivate: isPrivate === "yes", whose });
  const save = async (event) => {
    event.preventDefault();
    try {
      await bookings.change(id, fields.value());
      sessionNote(`Noted: ${title}`);
    } catch (problem) {
      tell(card, problem);
    }
  };
  card.append(h("form", { class: "change-form note-form", "aria-label": `Note of ${title}`, onsubmit: save }, fields.element,
    h("div", { class: "row" }, h("button", { class: "button primary", type: "submit" }, "Save the note"),
      h("button", { class: "button quiet", type: "button", onclick: () => { openNote(card, button, tell); openerOf(button).focus(); } }, "Keep it"))));
  fields.text.focus();
}
