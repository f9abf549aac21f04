// Finding colleagues by name: a search field, and what it finds as buttons.

import { api } from "./api.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";

const PAUSE_MS = 200;
let count = 0;

/** Who is signed in. */
export const ownId = () => document.querySelector('meta[name="person"]')?.content;

/** A field that finds people by name. `choose(person)` is told {id, name}; `isLeftOut(id)` hides
    some; `shown` looks among those who let their place be seen, not those one may book for. */
export function peopleField(label, choose, { isLeftOut = () => false, shown = false } = {}) {
  count += 1;
  const id = `people-${count}`;
  const found = h("ul", { class: "results", id: `${id}-found` });
  const said = h("p", { class: "hint", role: "status", id: `${id}-said` });
  const field = h("input", { class: "input", id, type: "search", autocomplete: "off", maxlength: "120", placeholder: "Name", "aria-describedby": said.id, oninput: () => later() });
  let [timer, asked] = [0, 0];

  function later() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  }

  function clear() {
    clearTimeout(timer);
    asked += 1;
    field.value = "";
    found.replaceChildren();
    said.textContent = "";
  }

  const row = (person) => h("li", {}, h("button", { type: "button", class: "result", onclick: () => { clear(); choose(person); } }, h("span", {}, person.name)));

  async function look() {
    const words = field.value.trim();
    asked += 1;
    const mine = asked;
    if (!words) { clear(); return; }
    const query = new URLSearchParams({ name: words, ...(shown ? { shown: "true" } : {}) });
    const people = await api("GET", `/colleagues?${query}`).catch((problem) => { said.textContent = problem.message; return null; });
    // A later letter has asked anew.
    if (mine !== asked || people === null) return;
    const others = people.filter((person) => !isLeftOut(person.id));
    found.replaceChildren(...others.map(row));
    said.textContent = others.length ? `${others.length} found` : nobody;
  }

  const nobody = shown
    ? "Nobody of that name lets colleagues see their place."
    : "Nobody of that name lets colleagues book for them. They can allow it in their profile.";
  return { element: h("div", { class: "people-field" }, h("div", { class: "field" }, h("label", { for: id }, label), field), said, found), focus: () => field.focus(), clear };
}

/** Ask for one colleague in a dialog; resolves to {id, name}, or null when it was closed. */
export async function askColleague(title, more) {
  const box = openDialog(title);
  let chosen = null;
  const field = peopleField("Colleague", (person) => { chosen = person; box.close(); }, { isLeftOut: (id) => id === ownId() });
  box.show(field.element, more);
  field.focus();
  await box.closed;
  return chosen;
}
