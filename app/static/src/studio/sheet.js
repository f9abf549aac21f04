// The left side of the studio: the drawing, the pins of its findings, and what was clicked on it.

import { one } from "../common/dom.js";
import { makeDrawing } from "./drawing.js";
import { shownOf } from "./editor/shown.js";
import { sourceFilters } from "./findings/sources.js";
import { factsFor } from "./facts.js";
import { makeInspector } from "./inspect.js";
import { makePins } from "./pins.js";
import { switches } from "./switches.js";

/** `draftNow()` is what is drawn; `onsource(kind, name)` leads to the role of a layer or block,
    `onissue(issue)` to the finding of a pin, and `editOf(key)` is what leads to a space's
    properties, or null where nothing can be edited; `filters` say what is wanted. */
export function makeSheet(map, { draftNow, onsource, onissue, editOf, filters }) {
  const drawing = makeDrawing(map, (part, told, key) => inspector.show(part, told, key && editOf(key), key && factsFor(draftNow(), key)));
  const inspector = makeInspector(draftNow, onsource, () => drawing.unpick());
  const pins = makePins(map, onissue);
  const sources = sourceFilters(one("#sheet-layers"), filters);
  let fitted = null;

  switches(one("#sheet-layers"), (part, on) => {
    if (part === "findings") pins.toggle(on);
    drawing.toggle(part, on);
  });

  const roleOf = (layer) => draftNow()?.layers.find(({ name }) => name === layer)?.role;
  const veil = () => drawing.veil((part, told) => filters.wantsShape(part, told, roleOf));
  filters.listen(veil);

  function show(draft) {
    drawing.show(shownOf(draft));
    one('#sheet-layers [data-part="underlay"]').hidden = !draft.underlay;
    sources.show(draft);
    veil();
    inspector.hide();
    // In another unit the drawing has another size, and another floor of the sheet lies elsewhere;
    // else the map stays where it is.
    const shown = [draft.units.name, draft.units.metres_per_unit, ...draft.views.filter((view) => view.chosen).map((view) => view.number)].join(" ");
    if (fitted !== shown) drawing.fit(draft);
    fitted = shown;
    map.getContainer().parentElement.dataset.ready = "true";
  }

  return {
    show,
    drawing,
    /** An edit was made; `keys` are those of the spaces that it made other or took away. */
    patch: (draft, keys, areZonesNew) => drawing.patch(shownOf(draft), keys, areZonesNew),
    hush: () => inspector.hide(),
    highlight: (kind, name) => drawing.highlight(kind, name),
    lookAt: (x, y) => drawing.lookAt(x, y),
    choose: pins.choose,
    pin: pins.show,
  };
}
