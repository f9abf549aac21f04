// For whom a place is booked: oneself, or a colleague who lets colleagues do it.

import { h } from "../common/dom.js";
import { askColleague } from "../common/people.js";

/** The choice in the panel; it is kept in the state as `person`, null for oneself. */
export function forWhom(state, { store }) {
  const ask = async () => {
    const team = h("p", { class: "soft small" }, "Several people at once? ", h("a", { href: "/teams" }, "Book for a team"));
    const person = await askColleague("Book for a colleague", team);
    if (person) store.set({ person, problem: null });
    // The panel is drawn anew, and with it the button that opened this.
    document.querySelector(".for-whom [aria-pressed=true]")?.focus();
  };
  const choice = (words, isChosen, onclick) =>
    h("button", { type: "button", "aria-pressed": String(isChosen), disabled: state.busy, onclick }, words);
  return h("div", { class: "for-whom" }, h("span", { class: "label", id: "for-whom" }, "For"),
    h("div", { class: "segmented", role: "group", "aria-labelledby": "for-whom" },
      choice("Me", !state.person, () => store.set({ person: null })),
      choice(state.person?.name ?? "A colleague…", Boolean(state.person), ask)));
}

/** "", or " for Ben Okafor". */
export const forText = ({ person }) => (person ? ` for ${person.name}` : "");
