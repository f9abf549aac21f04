// A note beside a booking, and whether it is private: before it is booked, and afterwards.

import { h } from "../common/dom.js";

const LONGEST = 500;
const HINT = "Read by you and facility staff; of a private booking by you alone. Nobody else sees whose a private booking is.";

function fields(id, note, isPrivate, oninput) {
  const text = h("textarea", { class: "input", id, rows: "2", maxlength: LONGEST, "aria-describedby": `${id}-hint`, oninput }, note);
  const box = h("input", { type: "checkbox", onchange: oninput });
  box.checked = isPrivate;
  const element = h("div", { class: "stack note-fields" },
    h("div", { class: "field" }, h("label", { for: id }, "Note"), text),
    h("label", { class: "choice" }, box, h("span", {}, "Private")),
    h("p", { class: "hint", id: `${id}-hint` }, HINT));
  return { element, value: () => ({ note: text.value.trim(), is_private: box.checked }) };
}

/** What is noted for the next booking, as requests carry it; nothing where nothing is. */
export function chosenNote({ noted }) {
  if (!noted) return {};
  return { ...(noted.note ? { note: noted.note } : {}), ...(noted.is_private ? { is_private: true } : {}) };
}

/** Of a free place: what is to be noted with its booking. */
export function noteAlong(state, { store }) {
  const { note = "", is_private: isPrivate = false } = state.noted ?? {};
  const form = fields("book-note", note, isPrivate, () => store.set({ noted: form.value() }));
  return h("details", { class: "note-along", open: Boolean(note || isPrivate) }, h("summary", { class: "button quiet" }, "Note, or private"), form.element);
}

/** Of one's own booking: what is noted, to be changed. */
export function ownNote(space, booking, { act }) {
  const form = fields("own-note", booking.note ?? "", booking.is_private, null);
  const save = (event) => {
    event.preventDefault();
    act.note(booking.id, form.value(), space);
  };
  const said = [booking.is_private && "Private", booking.note].filter(Boolean).join(" · ");
  return h("details", { class: "note-along" }, h("summary", { class: "button quiet" }, said || "Note, or private"),
    h("form", { class: "stack", onsubmit: save }, form.element, h("button", { type: "submit", class: "button" }, "Save the note")));
}
