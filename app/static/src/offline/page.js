// The page without a connection: the floor of its address as it was kept, or all that were.

import { one } from "../common/dom.js";
import { recall } from "../common/kept.js";
import { showFloor } from "./floor.js";
import { keptDrawing, keptFloors } from "./keeping.js";
import { showList } from "./list.js";
import { NEAR_ME } from "./names.js";
import { nearHere } from "./near.js";
import { followWaiting } from "./strip.js";
import { keptWays } from "./ways.js";
import { wishing } from "./wishing.js";

const ID = /^\/(floors|at)\/([0-9a-f-]{36})$/;

/** The kept floor that an address means, with the place on it, or null: {floor, spaceId}. */
async function meant({ pathname, search }, floors) {
  const [, where, id] = ID.exec(pathname) ?? [];
  const floor = floors.find((each) => each.id === id);
  if (floor) return { floor, spaceId: new URLSearchParams(search).get("space") };
  if (where !== "at") return null;
  for (const each of floors) {
    for (const plan of each.plans) {
      const drawing = await keptDrawing(plan);
      if (drawing?.spaces.features.some((space) => space.id === id)) return { floor: each, spaceId: id };
    }
  }
  return null;
}

/** The floors whose ways are here, those of the last download first. */
const floorsOf = (ways, floors) =>
  [...new Set(ways.flatMap((each) => each.floors))].map((id) => floors.find((floor) => floor.id === id)).filter(Boolean);

/** Ask anew: a page that was posted would be sent again by reloading. */
const again = () => location.replace(location.href);

export async function offlinePage() {
  const theme = recall("theme", "auto");
  if (theme !== "auto") document.documentElement.dataset.theme = theme;
  one("#offline-again").addEventListener("click", again);
  addEventListener("online", () => { one("#offline-note").textContent = "The connection seems to be back."; });
  const [floors, ways] = await Promise.all([keptFloors(), keptWays()]);
  const found = await meant(location, floors);
  const near = location.pathname === NEAR_ME && floorsOf(ways, floors);
  if (near?.length) await nearHere(near);
  else if (found) await showFloor(found.floor, found.spaceId, wishing(found.floor, location.pathname.startsWith("/at/")));
  else await showList(floors, ways, { isNear: Boolean(near) });
  one("main").dataset.ready = "true";
  await followWaiting();
}
