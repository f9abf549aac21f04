// Find a place: what is wished, one question, and what was found on the map and in the list.

import { Problem, api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { withAsking } from "../common/asking.js";
import { h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, usualWindow } from "../common/time.js";
import { problemNode } from "../near/answer.js";
import { makeBook } from "../near/booking.js";
import { makePlans } from "../near/drawings.js";
import { fill, makeShow } from "../near/found.js";
import { makeOrder } from "../near/order.js";
import { makePicture } from "../near/picture.js";
import { answerNodes, summary } from "./answer.js";
import { makeWishes } from "./form.js";
import { makeNear } from "./near.js";

const ASKED_FOR = 8;
// Those of other times stand below them.
const PLACE_CARDS = ".near-place:not(.near-time)";

/** What the map marks where the ways begin. */
function startOf(beginning) {
  if (!beginning || beginning.lon === null) return {};
  const { lon, lat, space_id: id, name } = beginning;
  return id ? { space: { id, name, anchor: [lon, lat] } } : { door: [[lon, lat], [lon, lat]] };
}

/** Say of every place of an answer whether it is asked for. */
async function markAsking(answer, { from }) {
  for (const list of ["places", "next_places"]) answer[list] = await withAsking(answer[list], from);
  for (const each of answer.next_times) [each.place] = await withAsking([each.place], each.from);
}

/** A function that asks and shows the answer; `parts` are the pieces of the page. */
function makeSearch({ asksApproval, times, zoneNow, floorNow, wishes, near, picture, answered, box, say }) {
  const go = one("#find-go");

  async function ask(window) {
    const zone = zoneNow();
    const hours = instants(window, zone);
    const body = { ...wishes.value(), ...(await near.asked()), ...hours, limit: ASKED_FOR };
    const answer = await api("POST", "/find", { body, isRead: true });
    if (asksApproval) await markAsking(answer, hours);
    const spaces = answer.places.length ? answer.places : answer.next_places;
    answered();
    await picture.show({ spaces }, startOf(answer.beginning), answer.beginning?.floor_id ?? floorNow());
    const bookAt = (when) => makeBook({ hours: when, zone, undone: search, say });
    const show = makeShow({ spaces }, picture, box, PLACE_CARDS);
    fill(box, answerNodes(answer, { window, zone, book: bookAt(hours), bookAt, show }));
    announce(summary(answer));
  }

  async function search() {
    const window = times.value();
    const trouble = windowTrouble(window) ?? wishes.trouble();
    if (trouble) { say(Object.assign(new Error(trouble), { code: "form" })); return; }
    go.disabled = true;
    box.replaceChildren(h("p", { class: "soft", role: "status" }, "Looking…"));
    try {
      await ask(window);
    } catch (problem) {
      say(problem);
    } finally {
      go.disabled = false;
    }
  }

  return search;
}

/** Start the page; settings: floors [{id, name, building, timeZone, siteId}], floorId, features by
    kind, usual {from, to} or null, asksApproval (whether any rule wants approval). */
export function findPage(map, { floors, floorId, features, usual, asksApproval }) {
  const box = one("#find-answer");
  const where = one("#find-where");
  const say = (problem) => {
    if (!(problem instanceof Problem) && !problem.code) throw problem;
    box.replaceChildren(problemNode(problem));
  };
  const siteOf = () => where.selectedOptions[0].closest("optgroup").firstElementChild.value.split(":")[1];
  const siteFloors = () => floors.filter(({ siteId }) => siteId === siteOf());
  const zoneNow = () => siteFloors()[0].timeZone;
  const floorNow = () => (siteFloors().find(({ id }) => where.value === `floor:${id}` || id === floorId) ?? siteFloors()[0]).id;
  const windowNow = () => (windowTrouble(times.value()) ? usualWindow(Date.now(), zoneNow(), usual) : times.value());
  const planOf = makePlans(windowNow);
  const picture = makePicture(map, planOf, { choices: one("#near-floors"), legend: one("#near-legend"), say });
  const times = timeFields("find", zoneNow, () => near.refresh());
  times.set(usualWindow(Date.now(), zoneNow(), usual));
  one("#find-when").append(times.element);
  const near = makeNear(() => instants(windowNow(), zoneNow()), say);
  const wishes = makeWishes(features, siteOf);
  const answered = makeOrder(one(".near"), one(".near-side"), one(".near-stage"), box);
  const search = makeSearch({ asksApproval, times, zoneNow, floorNow, wishes, near, picture, answered, box, say });

  where.addEventListener("change", () => picture.floor(floorNow()).catch(say));
  one("#find-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  picture.floor(floorNow()).catch(say);
}
