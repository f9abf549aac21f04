// The page without a connection: the floor of its address as it was kept, or all that were.

import { h, one } from "../common/dom.js";
import { recall } from "../common/kept.js";
import { ageText, everyMinute } from "./age.js";
import { showFloor } from "./floor.js";
import { keptDrawing, keptFloors, keptStatus } from "./keeping.js";
import { followWaiting } from "./strip.js";
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

async function floorRow(floor) {
  const status = await keptStatus(floor.id);
  const age = h("span", { class: "soft small" });
  everyMinute(age, () => (status ? ageText(status.as_of, floor.zone) : "The plan, without what is free"));
  return h("li", {}, h("a", { class: "result", href: `/floors/${floor.id}` }, h("strong", {}, floor.name), h("span", { class: "soft" }, floor.building), age));
}

async function showList(floors) {
  const side = one("#offline-side");
  if (floors.length === 0) {
    side.append(h("p", {}, "No floor is kept on this device yet. Floors that you look at, and those of your starred places, are kept for such moments."));
    return;
  }
  const rows = await Promise.all(floors.sort((a, b) => b.used_at - a.used_at).map(floorRow));
  side.append(h("h2", {}, "Kept on this device"), h("ul", { class: "results", id: "offline-floors" }, ...rows));
}

/** Ask anew: a page that was posted would be sent again by reloading. */
const again = () => location.replace(location.href);

export async function offlinePage() {
  const theme = recall("theme", "auto");
  if (theme !== "auto") document.documentElement.dataset.theme = theme;
  one("#offline-again").addEventListener("click", again);
  addEventListener("online", () => { one("#offline-note").textContent = "The connection seems to be back."; });
  const floors = await keptFloors();
  const found = await meant(location, floors);
  if (found) await showFloor(found.floor, found.spaceId, wishing(found.floor, location.pathname.startsWith("/at/")));
  else await showList(floors);
  one("main").dataset.ready = "true";
  await followWaiting();
}
