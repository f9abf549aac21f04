// One click on the plan becomes a point in the drawing; corners of walls and rooms attract it.

import { one } from "../common/dom.js";
import { announce } from "../common/announce.js";

const SNAP_PX = 14;

function corners(coordinates, found = []) {
  if (typeof coordinates[0] === "number") found.push(coordinates);
  else for (const part of coordinates) corners(part, found);
  return found;
}

function cornersOf(draft) {
  const shapes = [draft.outline, draft.walls, ...draft.rooms.features.map((room) => room.geometry)];
  return shapes.filter((shape) => shape?.coordinates.length).flatMap((shape) => corners(shape.coordinates));
}

function snapped(map, draft, latlng) {
  const at = map.latLngToContainerPoint(latlng);
  let best = [latlng.lng, latlng.lat];
  let least = SNAP_PX;
  for (const [x, y] of cornersOf(draft)) {
    const away = map.latLngToContainerPoint([y, x]).distanceTo(at);
    if (away < least) [best, least] = [[x, y], away];
  }
  return best;
}

/** `pick(name, draft)` resolves to [x, y] in metres of the drawing, or null when it was ended. */
export function makePicking(map) {
  const noteBox = one("#pick-note");
  const stage = map.getContainer().parentElement;
  let end = () => {};

  function pick(name, draft) {
    end();
    return new Promise((resolve) => {
      const finish = (point) => {
        map.off("click", onclick);
        document.removeEventListener("keydown", onkey);
        map.picksPoint = false;
        stage.dataset.picking = "false";
        noteBox.hidden = true;
        end = () => {};
        resolve(point);
      };
      const onclick = (event) => finish(snapped(map, draft, event.latlng));
      const onkey = (event) => { if (event.key === "Escape") finish(null); };
      end = () => finish(null);
      map.picksPoint = true;
      stage.dataset.picking = "true";
      noteBox.textContent = `Click where “${name}” is on the plan. Escape ends this.`;
      noteBox.hidden = false;
      announce(noteBox.textContent);
      map.on("click", onclick);
      document.addEventListener("keydown", onkey);
      if (matchMedia("(max-width: 63.99rem)").matches) stage.scrollIntoView({ block: "start" });
    });
  }

  return { pick, stop: () => end() };
}
