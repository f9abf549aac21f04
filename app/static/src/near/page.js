// Near me: one tap, one question, one answer. The position lives in the request's body and in the
// circle on the screen, and nowhere else.

import { Problem } from "../common/api.js";
import { announce } from "../common/announce.js";
import { withAsking } from "../common/asking.js";
import { all, h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, usualWindow } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { answerNodes, problemNode } from "./answer.js";
import { makeBook } from "./booking.js";
import { makePlans } from "./drawings.js";
import { makeFilters } from "./filters.js";
import { isPhone, makeOrder } from "./order.js";
import { hasEntrance, makeFloorFacts, makeOrigin } from "./origin.js";
import { makePicture } from "./picture.js";
import { makeScanning } from "./scanning.js";
import { makeWalker, nearestFor } from "./walking.js";
import { makeWay } from "./way.js";

const ASKED_FOR = 5;
// A pointer on its way to another card changes no floor.
const PASSING_MS = 120;

/** An answer whose place to begin at is told apart from its neighbours, of which there are `most`. */
function apartFromStart(answer, { space }, most) {
  const own = space && answer.spaces.find(({ space_id: id }) => id === space.id);
  return { ...answer, own, spaces: answer.spaces.filter((each) => each !== own).slice(0, most) };
}

/** A function that marks one place of the answer, on its card and, on its own floor, on the map; null
    is the place that the way begins at. */
function makeShow({ own, spaces }, picture, box) {
  let timer = 0;
  let chosen;
  return (index) => {
    if (index === chosen) return;
    chosen = index;
    clearTimeout(timer);
    all(".near-list .near-place", box).forEach((node, at) => { node.dataset.shown = String(at === index); });
    all(".near-itself", box).forEach((node) => { node.dataset.shown = String(index === null); });
    timer = setTimeout(() => picture.follow(index, index === null ? own : spaces[index]).catch(() => {}), PASSING_MS);
  };
}

function summary({ own, spaces }) {
  const found = spaces.length === 1 ? "1 free place found" : `${spaces.length} free places found`;
  if (own) return spaces.length ? `${titleOf(own)} itself is free, and ${found}` : `${titleOf(own)} itself is free, nothing else in reach`;
  return spaces.length ? found : "Nothing free in reach";
}

/** The answer takes the side, the focus and the attention. */
function present(answer, box, parts) {
  box.replaceChildren(...answerNodes(answer, parts));
  announce(summary(answer));
  one(".near-side").scrollTop = 0;
  box.focus({ preventScroll: true });
  if (isPhone()) scrollTo(0, 0);
}

/** A function that asks and shows the answer; `parts` are the pieces of the page. */
function makeSearch({ asksApproval, times, floorNow, filters, walker, origin, picture, answered, box, say }) {
  const go = one("#near-go");

  async function ask(window, floor) {
    const { asked, start } = await origin.find(floor.id);
    const hours = instants(window, floor.timeZone);
    const body = { ...asked, floor_id: floor.id, ...hours, ...filters.value(), limit: ASKED_FOR + (start.space ? 1 : 0) };
    const profile = walker.value();
    const found = await nearestFor(body, profile);
    if (asksApproval) found.spaces = await withAsking(found.spaces, hours.from);
    const answer = apartFromStart(found, start, ASKED_FOR);
    answered();
    await picture.show(answer, start, floor.id);
    const book = makeBook({ hours, zone: floor.timeZone, undone: search, say });
    const show = makeShow(answer, picture, box);
    const way = makeWay({ from: { ...asked, profile, at: hours.from }, picture, homeId: floor.id });
    present(answer, box, { window, zone: floor.timeZone, book, show, way, floorId: floor.id });
  }

  async function search() {
    const window = times.value();
    const trouble = windowTrouble(window);
    if (trouble) { say(Object.assign(new Error(trouble), { code: "window" })); return; }
    go.disabled = true;
    box.replaceChildren(h("p", { class: "soft", role: "status" }, origin.kind() === "position" ? "Asking where you are…" : "Looking…"));
    try {
      await ask(window, floorNow());
    } catch (problem) {
      say(problem);
      // The marks of an answer before would look like this one's.
      picture.show({ spaces: [] }, {}, floorNow().id).catch(() => {});
    } finally {
      go.disabled = false;
    }
  }

  return search;
}

/** Start the page; settings: floors [{id, name, building, timeZone}], floorId, usual
    {from, to} or null, asksApproval (whether any rule wants approval). */
export function nearPage(map, { floors, floorId: firstFloor, usual, asksApproval }) {
  const box = one("#near-answer");
  const picker = one("#near-floor");
  const say = (problem) => {
    if (!(problem instanceof Problem) && !problem.code) throw problem;
    box.replaceChildren(problemNode(problem));
  };
  const floorNow = () => floors.find((floor) => floor.id === picker.value) ?? floors[0];
  const windowNow = () => (windowTrouble(times.value()) ? usualWindow(Date.now(), floorNow().timeZone, usual) : times.value());
  const planOf = makePlans(windowNow);
  const filters = makeFilters(one("#near-filters"));
  const facts = makeFloorFacts(filters);
  const picture = makePicture(map, planOf, { choices: one("#near-floors"), legend: one("#near-legend"), say });
  const times = timeFields("near", () => floorNow().timeZone);
  const answered = makeOrder(one(".near"), one(".near-side"), one(".near-stage"), box);
  const walker = makeWalker(one("#near-walking"));
  const origin = makeOrigin(facts, planOf, walker);
  const search = makeSearch({ asksApproval, times, floorNow, filters, walker, origin, picture, answered, box, say });

  makeScanning({ picker, facts, origin, search, say, box, entrance: async (id) => hasEntrance(await planOf(id)) });

  picker.value = firstFloor;
  times.set(usualWindow(Date.now(), floorNow().timeZone, usual));
  one("#near-when").append(times.element);
  picker.addEventListener("change", () => facts.load(picker.value).catch(say));
  one("#near-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  facts.load(picker.value).catch(say);
  picture.floor(floorNow().id).catch(say);
}
