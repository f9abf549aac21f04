// Drawing what the drawing does not have: a space or a zone, by hand on the map or by coordinates.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { choiceEntry, cornersEntry, formRow, ownForm, submitButton } from "./entries.js";
import { boxPencil, outlinePencil } from "./pencils.js";
import { categoryName, kindName } from "./words.js";

const PENCILS = { box: boxPencil, outline: outlinePencil };
const SAYS = {
  box: "Drag a rectangle on the map, or click two of its corners. Corners and walls attract the pointer; Alt lets go.",
  outline: "Click the corners on the map. Enter, a double click or the first corner closes the outline; Backspace takes a corner back.",
};
// What was drawn last is likely drawn again.
const last = { what: "room", category: "unspecified" };

/** What is drawn: a kind with its category, or a zone with its name. */
function makeSubject({ categories }) {
  const what = choiceEntry("draw-what", "Draw a", [...Object.keys(categories).map((kind) => [kind, kindName(kind)]), ["zone", "Zone"]], { onchange: fit, chosen: last.what });
  const category = choiceEntry("draw-category", "Used as", []);
  const name = h("input", { class: "input", id: "draw-zone-name", maxlength: 120, autocomplete: "off" });
  const nameField = field("Name of the zone", name);

  function fit() {
    const own = categories[what.value()] ?? [];
    const words = own.map((each) => [each, categoryName(each)]).sort((a, b) => a[1].localeCompare(b[1]));
    category.input.replaceChildren(...words.map(([value, text]) => h("option", { value }, text)));
    category.input.value = own.includes(last.category) ? last.category : own[0] ?? "";
    category.element.hidden = own.length < 2;
    nameField.hidden = what.value() !== "zone";
  }

  /** What to do with a ring, or null while the zone has no name. */
  function action(ring) {
    Object.assign(last, { what: what.value(), category: category.value() || last.category });
    if (what.value() !== "zone") return { do: "draw", kind: what.value(), category: category.value(), ring };
    if (!name.value.trim()) {
      name.focus();
      return null;
    }
    return { do: "draw_zone", name: name.value.trim(), ring };
  }

  fit();
  return { elements: [formRow(what.element, category.element, nameField)], first: what.input, action };
}

/** `how` is "box" or "outline"; without it, coordinates are typed. */
export function drawTask(editor, how) {
  const subject = makeSubject(editor.studio.settings);
  const trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  const typed = cornersEntry("draw-corners", "Corners", "One point of the drawing a line, in metres, as 3.5, 0. Two are the corners of a rectangle.", () => {
    const ring = ringOf(typed.points());
    editor.ghosts.show({ areas: ring ? [[ring]] : [] });
  });

  function say(words) {
    trouble.textContent = words ?? "";
    trouble.hidden = !words;
  }

  async function draw(ring) {
    const action = subject.action(ring);
    say(action ? null : "Give the zone a name first, then draw it.");
    return Boolean(action && await editor.do(() => action));
  }

  async function drawTyped() {
    const ring = ringOf(typed.points());
    if (!ring) say("Two or more corners are needed, each as 3.5, 0 on a line of its own.");
    else if (await draw(ring)) typed.input.value = "";
  }

  const start = (name) => editor.use(name, PENCILS[name](editor, { done: (ring) => draw(ring).then(() => start(name)) }));
  if (how) start(how);
  const byHand = how
    ? h("p", { class: "wide-only" }, SAYS[how])
    : h("p", { class: "wide-only" }, "To draw by hand, take Rectangle or Outline on the map.");
  return {
    title: "Draw",
    fits: () => true,
    makesNew: true,
    first: subject.first,
    nodes: [
      ...subject.elements, byHand,
      h("p", { class: "soft small-only" }, "Drawing by hand takes a larger screen. Here, corners can be typed."),
      h("details", { open: !how }, h("summary", {}, "Type the corners"), ownForm(drawTyped, typed.element, formRow(submitButton("Draw it")))),
      trouble,
    ],
  };
}

function ringOf(points) {
  if (points?.length !== 2) return points?.length > 2 ? points : null;
  const [[ax, ay], [bx, by]] = points;
  return [[ax, ay], [bx, ay], [bx, by], [ax, by]];
}
