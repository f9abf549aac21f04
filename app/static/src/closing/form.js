// Choosing what to close on the floor's map: a click chooses a place, as its box in the list does,
// or sets a corner of an area. The form works without any of it, by the list alone.

import { announce } from "../common/announce.js";
import { immutable } from "../common/api.js";
import { all, one } from "../common/dom.js";
import { titleOf } from "../common/words.js";
import { drawFloor, nearestToClick, spaceHit } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";
import { headUp } from "../floor/turned.js";
import { keepWhole } from "../floor/whole.js";
import { markLooked } from "./marks.js";
import { makeOutline } from "./outline.js";

/** Only what belongs to the choice is shown and sent. */
function follow(form, choose) {
  const show = () => {
    const what = one('input[name="what"]:checked', form)?.value;
    for (const part of all("[data-for]", form)) part.hidden = part.dataset.for !== what;
    choose(what);
  };
  for (const radio of all('input[name="what"]', form)) radio.addEventListener("change", show);
  show();
}

/** Boxes of places and shapes on the map are one choice. */
function makePlaces(form, floor) {
  const boxes = new Map(all('input[name="place"]', form).map((box) => [box.value, box]));
  const mark = (isShown) => {
    for (const [id, { element }] of floor.shapes) element.classList.toggle("selected", isShown && Boolean(boxes.get(id)?.checked));
  };
  form.addEventListener("change", () => mark(one('input[name="what"]:checked', form)?.value === "places"));
  return {
    mark,
    toggle(space) {
      const box = boxes.get(space.id);
      if (!box) return;
      box.checked = !box.checked;
      mark(true);
      announce(`${titleOf(space)}${box.checked ? " chosen" : " not chosen any more"}`);
    },
  };
}

/** Start the form's map; settings: mapUrl, heading, and what was looked at: closes, booked. */
export async function closingForm(map, { mapUrl, heading, ...looked }) {
  const form = one("[data-closing]");
  let plan;
  try {
    plan = await immutable(mapUrl);
  } catch (problem) {
    one("[data-map-part]", form).hidden = true;
    if (!problem.code) throw problem;
    return;
  }
  const spaces = spacesOf(plan);
  headUp(map, heading, plan.bounds);
  keepWhole(map, plan, one("[data-map-end]", form));
  const floor = drawFloor(map, plan, spaces);
  const marks = markLooked(form, floor.shapes, looked);
  floor.show();
  const places = makePlaces(form, floor);
  const outline = makeOutline(map, one('input[name="area"]', form));
  const typed = makeOutline(map, one("[data-seen]", form));
  const isTyped = () => what === "near" || what === "corners";
  for (const field of all('[data-for="near"] .input, [data-for="corners"] .input', form)) field.addEventListener("input", () => typed.forget());
  let what = null;
  follow(form, (chosen) => {
    what = chosen;
    places.mark(what === "places");
    outline.show(what === "area");
    typed.show(isTyped());
  });
  for (const field of all("fieldset:has([data-map-part]) :is(input, select, textarea)", form)) field.addEventListener("input", marks.forget);
  for (const [name, act] of [["[data-undo]", outline.undo], ["[data-clear]", outline.clear]]) {
    one(name, form).addEventListener("click", () => { marks.forget(); act(); });
  }
  map.on("click", ({ originalEvent, containerPoint, latlng }) => {
    if (what === "area" || what === "places") marks.forget();
    if (what === "area") { outline.add(latlng); return; }
    if (what !== "places") return;
    const space = spaceHit(floor.shapes, originalEvent) ?? nearestToClick(map, floor.shapes, containerPoint);
    if (space) places.toggle(space);
  });
  one(".closing-map", form).dataset.ready = "true";
}
