// In which zone the chosen spaces lie: one of the floor's, none, or a new one.

import { h } from "../../common/dom.js";
import { field } from "../field.js";

const SEVERAL = "Several";
const NEW = "new";
const NONE = "none";

/** The zones in which all of them lie alike; undefined where they differ. */
function alike(spaces, zonesOf) {
  const [first, ...rest] = spaces.map((space) => zonesOf(space).join("\n"));
  return rest.every((each) => each === first) ? first : undefined;
}

/** {elements, change()}; change() is the name of a zone, "" for none, or undefined for no change. */
export function zoneField({ spaces: all }, spaces) {
  const names = all.zones.map(({ properties }) => properties.name);
  const now = alike(spaces, (space) => all.zonesOf(space));
  const isOne = now === "" || names.includes(now);
  const options = [[NONE, "None"], ...names.map((name, index) => [String(index), name]), [NEW, "New zone…"]];
  // Spaces of different zones, or in several at once, have no single answer yet.
  const choices = isOne ? options : [["", now === undefined ? SEVERAL : now.replaceAll("\n", " and ")], ...options];
  const select = h("select", { class: "input", id: "edit-zone", onchange: fit }, ...choices.map(([value, words]) => h("option", { value }, words)));
  const usual = !isOne ? "" : now === "" ? NONE : String(names.indexOf(now));
  const name = h("input", { class: "input", id: "edit-zone-name", maxlength: 120, autocomplete: "off" });
  const nameField = field("Name of the new zone", name);
  select.value = usual;
  nameField.hidden = true;

  function fit() {
    nameField.hidden = select.value !== NEW;
    if (!nameField.hidden) name.focus();
  }

  function change() {
    if (select.value === usual) return undefined;
    if (select.value === NEW) return name.value.trim() || undefined;
    return select.value === NONE ? "" : names[Number(select.value)];
  }

  return { elements: [field("Zone", select), nameField], change };
}
