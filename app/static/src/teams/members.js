// Who comes: chips with a way to take each out, and a field that adds colleagues.

import { h } from "../common/dom.js";
import { peopleField } from "../common/people.js";

/** The people of a team; `first` ({id, name}) are there from the start. `value()` is their ids. */
export function makeMembers(box, first) {
  const people = new Map(first.map((person) => [person.id, person.name]));
  const chips = h("ul", { class: "chips team-people", "aria-label": "Who comes" });
  const said = h("p", { class: "hint", role: "status" });

  const chip = ([id, name]) => h("li", {}, h("button", { type: "button", class: "chip", "data-person": id, "aria-label": `${name}: take out`, onclick: () => take(id) }, name, h("span", { "aria-hidden": "true" }, "×")));

  function draw() {
    chips.replaceChildren(...[...people].map(chip));
    said.textContent = people.size === 1 ? "1 place is needed" : `${people.size} places are needed`;
  }

  function take(id) {
    people.delete(id);
    draw();
    field.focus();
  }

  const field = peopleField("Add a colleague", ({ id, name }) => { people.set(id, name); draw(); field.focus(); },
    { isLeftOut: (id) => people.has(id) });
  draw();
  box.append(h("span", { class: "label" }, "Who comes"), chips, said, field.element);
  return { value: () => [...people.keys()], focus: field.focus };
}

/** Whom the team sits round, if anybody; `value()` is an id or null. */
export function makeNear(box) {
  let chosen = null;
  const place = h("div", { class: "team-near" });
  const field = peopleField("Round a colleague who is there (optional)", (person) => { chosen = person; draw(); }, { shown: true });
  const draw = () => {
    const off = chosen && h("button", { type: "button", class: "chip", "aria-label": `${chosen.name}: anywhere instead`, onclick: () => { chosen = null; draw(); field.focus(); } }, `Round ${chosen.name}`, h("span", { "aria-hidden": "true" }, "×"));
    place.replaceChildren(off ?? field.element);
    if (off) off.focus();
  };
  place.append(field.element);
  box.append(place);
  return { value: () => chosen?.id ?? null };
}
