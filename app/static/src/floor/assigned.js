// A place that is somebody's own on some weekdays: to leave it to others, and, for staff, to assign.

import { Problem, api } from "../common/api.js";
import { h } from "../common/dom.js";
import { NOON, dayText, instantOf } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";

const IF_LOST = "Reload the page to see whether the day is released.";
const NOT_YOURS = {
  code: "assignment_not_found",
  detail: "This place is no longer assigned to you. Nothing was changed.",
  advice: "“All days of my desk” shows what is.",
};

/** The assignment by which a place is one's own on a day; of one so far ahead, any of the place. */
async function assignmentOf(space, day) {
  const own = (await api("GET", "/me/assignments")).filter(({ assignment }) => assignment.space_id === space.id);
  const found = own.find(({ days }) => days.some(({ on }) => on === day)) ?? own[0];
  if (!found) throw new Problem(404, NOT_YOURS);
  return found.assignment.id;
}

/** Leaving one's own place to others on the chosen day, which can be undone. */
export function makeAssigned({ store, zone, attempt }) {
  const named = (space, day) => `${titleOf(space)}, ${dayText(instantOf(day, NOON, zone), zone)}`;
  const send = (id, act, day) => api("POST", `/assignments/${id}/${act}`, { body: { from: day, to: day }, ifLost: IF_LOST });

  const haveBack = (id, space, day) => attempt(async () => {
    await send(id, "take-back", day);
    toast(`Yours again: ${named(space, day)}`);
    return true;
  });
  const releaseOwn = (space) => attempt(async () => {
    const day = store.get().window.date;
    const id = await assignmentOf(space, day);
    await send(id, "release", day);
    toast(`Released: ${named(space, day)}`, { label: "Undo", run: () => haveBack(id, space, day) });
    return true;
  });
  return { releaseOwn };
}

/** One's own place on the chosen day: release it, or go to the page with all its days. */
export function ownPlace(space, state, { act }) {
  return h("div", { class: "stack" },
    h("p", { class: "soft" }, "It is assigned to you on this day, so you need no booking."),
    h("button", { type: "button", class: "button primary wide", "data-primary": true, disabled: state.busy, onclick: () => act.releaseOwn(space) }, "Release for others on this day"),
    h("a", { class: "button wide", href: "/my/desk" }, "All days of my desk"));
}

/** For staff: the page that assigns places, with this one chosen. */
export function assignLink(space, floorId) {
  return h("a", { class: "button wide", href: `/assigned?floor=${floorId}&space=${space.id}` }, "Assign to a person…");
}
