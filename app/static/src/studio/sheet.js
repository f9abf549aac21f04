// The left side of the studio: the drawing, the pins of its findings, and what was clicked on it.

import { one } from "../common/dom.js";
import { makeDrawing } from "./drawing.js";
import { makeInspector } from "./inspect.js";
import { makePins } from "./pins.js";
import { switches } from "./switches.js";

/** `draftNow()` is what is drawn; `onsource(kind, name)` leads to the role of a layer or block, and
    `onissue(issue)` to the finding of a pin. */
export function makeSheet(map, { draftNow, onsource, onissue }) {
  const drawing = makeDrawing(map, (part, told) => inspector.show(part, told));
  const inspector = makeInspector(draftNow, onsource, () => drawing.unpick());
  const pins = makePins(map, onissue);
  let fitted = null;

  switches(one("#sheet-layers"), (part, on) => {
    if (part === "findings") pins.toggle(on);
    drawing.toggle(part, on);
  });

  function show(draft, issues) {
    drawing.show(draft);
    pins.show(issues);
    inspector.hide();
    // In another unit the drawing has another size, and another floor of the sheet lies elsewhere;
    // else the map stays where it is.
    const shown = [draft.units.name, ...draft.views.filter((view) => view.chosen).map((view) => view.number)].join(" ");
    if (fitted !== shown) drawing.fit(draft);
    fitted = shown;
    map.getContainer().parentElement.dataset.ready = "true";
  }

  return {
    show,
    highlight: (kind, name) => drawing.highlight(kind, name),
    lookAt: (x, y) => drawing.lookAt(x, y),
    choose: pins.choose,
  };
}
