// Which floor a drawing shows: one that is there, or a new one made right here.

import { h } from "../common/dom.js";
import { field } from "./field.js";
import { newFloor } from "./new_floor.js";
import { floorText, optionsOf } from "./places.js";

const NEW = "new";
let made = 0;

/** `floorId()` resolves to the chosen or the new floor's id, or to null after showing why not;
    `takeBack()` removes the floor again if it was made here. */
export function floorChoice(facts) {
  made += 1;
  const prefix = `floor-choice-${made}`;
  const fresh = newFloor(prefix, facts);
  const select = h("select", { class: "input", id: prefix, onchange: choose },
    h("option", { value: "" }, "Choose a floor…"), ...optionsOf(facts.floors, floorText), h("option", { value: NEW }, "New floor…"));
  const why = h("p", { class: "trouble", role: "alert", hidden: true });
  if (facts.floors.length === 1) select.value = facts.floors[0].id;
  if (facts.floors.length === 0) select.value = NEW;
  choose();

  function choose() {
    fresh.element.hidden = select.value !== NEW;
    why.hidden = true;
  }

  function refuse(control, words) {
    why.textContent = words;
    why.hidden = false;
    control.focus();
    return null;
  }

  async function floorId() {
    why.hidden = true;
    if (select.value === "") return refuse(select, "Choose which floor the drawing shows.");
    if (select.value !== NEW) return select.value;
    const trouble = fresh.trouble();
    return trouble ? refuse(...trouble) : fresh.make();
  }

  const element = h("div", { class: "stack" }, field("Which floor does it show?", select), fresh.element, why);
  return { element, floorId, takeBack: fresh.takeBack, focus: () => select.focus() };
}
