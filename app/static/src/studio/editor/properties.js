// What one space is, or several at once: only what is changed is applied, to all of them.

import { featureText } from "../../common/words.js";
import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { titleOf } from "./shown.js";
import { categoryName, countedSpaces, kindName, lengthText, spaceName } from "./words.js";
import { zoneField } from "./zone_field.js";

const SEVERAL = "Several";
const USUAL = ["monitor", "standing", "docking", "accessible", "screen", "whiteboard", "charger"];

/** What all of them have, or undefined. */
function common(spaces, of) {
  const first = of(spaces[0]);
  return spaces.every((space) => of(space) === first) ? first : undefined;
}

function textField(id, label, spaces, of) {
  const value = common(spaces, of);
  const input = h("input", { class: "input", id, value: value ?? "", maxlength: 120, autocomplete: "off", placeholder: value === undefined ? SEVERAL : null });
  return { element: field(label, input), change: () => (input.value.trim() === (value ?? "") ? undefined : input.value.trim()) };
}

function choiceField(id, label, options, value, onchange) {
  const select = h("select", { class: "input", id, onchange });
  const fill = (choices, chosen) => {
    select.replaceChildren(...choices.map(([own, words]) => h("option", { value: own }, words)));
    select.value = chosen;
  };
  fill(value === undefined ? [["", SEVERAL], ...options] : options, value ?? "");
  return { element: field(label, select), select, fill, change: () => (select.value === "" || select.value === value ? undefined : select.value) };
}

const categoryChoices = (categories) => categories.map((each) => [each, categoryName(each)]).sort((a, b) => a[1].localeCompare(b[1]));

/** Kind and category belong together: another kind has other categories. */
function sortFields({ settings, spaces }) {
  const kinds = Object.keys(settings.categories);
  const kindNow = common(spaces, ({ kind }) => kind);
  const categoryNow = common(spaces, ({ category }) => category);
  const kind = choiceField("edit-kind", "Kind", kinds.map((each) => [each, kindName(each)]), kindNow, fit);
  const category = choiceField("edit-category", "Used as", [], categoryNow);

  function fit() {
    const wanted = kind.select.value ? [kind.select.value] : [...new Set(spaces.map((space) => space.kind))];
    const choices = settings.categories[wanted[0]];
    const isShared = choices.length > 1 && wanted.every((each) => settings.categories[each].length > 1);
    category.element.hidden = !isShared;
    const isOther = kind.change() !== undefined;
    const unsaid = isOther ? [["", "As usual for this kind"]] : categoryNow === undefined ? [["", SEVERAL]] : [];
    category.fill([...unsaid, ...(isShared ? categoryChoices(choices) : [])], isOther ? "" : categoryNow ?? "");
  }

  fit();
  return { kind, category: { ...category, change: () => (category.element.hidden ? undefined : category.change()) } };
}

/** Features as boxes: ticked where all have it, half where some do. */
function featureFields(spaces, all) {
  const names = [...new Set([...USUAL, ...all.flatMap(({ features }) => features)])].sort();
  const boxes = names.map((name) => {
    const count = spaces.filter(({ features }) => features.includes(name)).length;
    const input = h("input", { type: "checkbox", id: `edit-feature-${name}`, checked: count === spaces.length, onchange: () => { input.dataset.touched = "true"; } });
    input.indeterminate = count > 0 && count < spaces.length;
    return { name, input, count };
  });
  const other = h("input", { class: "input", id: "edit-features", autocomplete: "off", placeholder: "video, phone" });
  const typed = () => other.value.split(",").map((each) => each.trim().toLowerCase().replaceAll(/\s+/g, "_")).filter(Boolean);
  const touched = (wanted) => boxes.filter(({ input, count }) => input.dataset.touched && input.checked === wanted && count !== (wanted ? spaces.length : 0));
  return {
    element: h("fieldset", { class: "edit-features" }, h("legend", { class: "label" }, "Features"),
      h("div", { class: "chips" }, ...boxes.map(({ name, input }) => h("label", { class: "chip" }, input, featureText(name)))),
      field("Other features", other, "With a comma between them")),
    added: () => [...touched(true).map(({ name }) => name), ...typed()],
    removed: () => touched(false).map(({ name }) => name),
  };
}

const YES_NO = [["yes", "Yes"], ["no", "No"]];

function capacityField(spaces) {
  const value = common(spaces, ({ capacity }) => capacity);
  const input = h("input", { class: "input", id: "edit-capacity", type: "number", min: 1, max: 10000, step: 1, value: value ?? "", placeholder: value === undefined ? SEVERAL : null });
  return { element: field("People", input), change: () => (input.value === "" || Number(input.value) === value ? undefined : Number(input.value)) };
}

/** How many may book it at once; empty leaves the number that the space has on the floor. */
function placesField(spaces) {
  const value = common(spaces, ({ places }) => places);
  const placeholder = value === undefined ? SEVERAL : "As it is";
  const input = h("input", { class: "input", id: "edit-places", type: "number", min: 1, max: 10000, step: 1, value: value ?? "", placeholder });
  const hint = "For several at once: a bench, a pool";
  return { element: field("Places to book", input, hint), change: () => (input.value === "" || Number(input.value) === value ? undefined : Number(input.value)) };
}

function makeFields(editor, spaces) {
  const { kind, category } = sortFields({ settings: editor.studio.settings, spaces });
  const bookable = choiceField("edit-bookable", "Can be booked", YES_NO, { true: "yes", false: "no" }[common(spaces, (space) => space.bookable)]);
  const own = spaces.length === 1 ? {
    number: textField("edit-number", "Number", spaces, ({ number }) => number ?? ""),
    name: textField("edit-name", "Name", spaces, (space) => titleOf(space) ?? ""),
  } : {};
  const features = featureFields(spaces, editor.spaces.list());
  return { fields: { ...own, kind, category, capacity: capacityField(spaces), bookable, places: placesField(spaces), zone: zoneField(editor, spaces) }, features };
}

/** What the fields ask for, or null when they ask for nothing. */
function changeOf({ fields, features }) {
  const asked = Object.entries(fields).map(([name, { change }]) => [name, change()]).filter(([, value]) => value !== undefined);
  const change = Object.fromEntries(asked);
  if (change.bookable) change.bookable = change.bookable === "yes";
  if (features.added().length) change.add_features = features.added();
  if (features.removed().length) change.remove_features = features.removed();
  return Object.keys(change).length ? { do: "change", ...change } : null;
}

function facts(editor, [space]) {
  const [west, south, east, north] = space.box;
  const zones = editor.spaces.zonesOf(space);
  const size = `${space.area_m2.toFixed(1)} m², ${lengthText(east - west)} by ${lengthText(north - south)}`;
  return h("p", { class: "small soft" }, [size, zones.length ? `in ${zones.join(" and ")}` : "in no zone", space.layer && `layer ${space.layer}`].filter(Boolean).join(" · "));
}

const EMPTY = "Click a space on the map, or tick it in the list below. Shift-click takes several; with Shift held, draw round many.";

/** {element, rest()}; rest() is what was typed and not applied, or null. */
export function propertiesForm(editor) {
  const spaces = editor.chosen();
  const rest = () => null;
  if (!spaces.length) return { element: h("p", { class: "soft" }, EMPTY), rest };
  if (!editor.editable) return { element: spaces.length === 1 ? facts(editor, spaces) : h("p", { class: "soft" }, "This plan is no draft: it cannot be edited."), rest };
  const made = makeFields(editor, spaces);
  const keys = spaces.map(({ key }) => key);
  const title = spaces.length === 1 ? spaceName(spaces[0]) : countedSpaces(spaces);
  let isApplied = false;

  function apply(event) {
    event.preventDefault();
    const action = changeOf(made);
    if (!action) return;
    isApplied = true;
    editor.doToChosen(action, keys).then((answer) => { isApplied = answer !== null; });
  }

  const element = h("form", { class: "edit-form", onsubmit: apply, "aria-label": "Properties" },
    ...Object.values(made.fields).flatMap(({ element, elements }) => elements ?? element), made.features.element,
    h("div", { class: "row" }, h("button", { class: "button primary", type: "submit", id: "edit-apply" }, spaces.length === 1 ? "Apply" : `Apply to ${countedSpaces(spaces)}`)),
    spaces.length === 1 && facts(editor, spaces));
  return { element, rest: () => { const action = isApplied ? null : changeOf(made); return action && { action, keys, title }; } };
}
