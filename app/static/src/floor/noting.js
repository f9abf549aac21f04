// A note beside a booking, and whether it is private: before it is booked, and afterwards.

import { h } from "../common/dom.js";
import { noteFields } from "../common/noting.js";
import { begun } from "./begun.js";

/** What is noted for the next booking, as requests carry it; nothing where nothing is. */
export function chosenNote({ noted }) {
  if (!noted) return {};
  return { ...(noted.note ? { note: noted.note } : {}), ...(noted.is_private ? { is_private: true } : {}) };
}

/** Of a free place: what is to be noted with its booking. */
export function noteAlong(state, { store }) {
  const { note = "", is_private: isPrivate = false } = state.noted ?? {};
  const form = noteFields("book-note", { note, isPrivate, whose: state.person?.name }, () => store.set({ noted: form.value() }));
  return h("details", { class: "note-along", open: Boolean(note || isPrivate) }, h("summary", { class: "button quiet" }, "Note, or private"), form.element);
}

/** Of one's own booking: what is noted, to be changed. */
export const ownNote = (space, booking, parts) =>
  begun("note", JSON.stringify([booking.id, booking.note, booking.is_private]), () => noteForm(space, booking, parts));

function noteForm(space, booking, { act }) {
  const form = noteFields("own-note", { note: booking.note ?? "", isPrivate: booking.is_private });
  const save = (event) => {
    event.preventDefault();
    act.note(booking.id, form.value(), space);
  };
  const said = [booking.is_private && "Private", booking.note].filter(Boolean).join(" · ");
  return h("details", { class: "note-along" }, h("summary", { class: "button quiet" }, said || "Note, or private"),
    h("form", { class: "stack", onsubmit: save }, form.element, h("button", { type: "submit", class: "button" }, "Save the note")));
}
