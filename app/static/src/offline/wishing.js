// What can be done about a place without a connection: wishes that are sent when there is one.

import { h } from "../common/dom.js";
import { instants, spanText } from "../common/time.js";
import { windowTrouble } from "../common/times.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { letWait } from "./queue.js";

const NOTHING_KEPT = "This device keeps nothing at the moment. Nothing waits to be sent.";

function actionFor(words, wishOf, told) {
  const trouble = h("p", { class: "when-trouble", role: "alert", hidden: true });
  const say = (text) => { trouble.textContent = text; trouble.hidden = !text; };
  const press = async () => {
    const { wish, problem } = wishOf();
    say(problem ?? "");
    if (problem) return;
    const kept = await letWait(wish).catch(() => null);
    if (kept) toast(told(wish));
    else say(NOTHING_KEPT);
  };
  return [h("button", { type: "button", class: "button primary wide", onclick: press }, words), trouble];
}

/** The nodes by which somebody at a place, {id, ...} of a floor {id}, says that they are there. */
export const arriving = (space, floor) => [
  ...actionFor("Check in as soon as there is a connection", () => ({ wish: { kind: "check_in", floor_id: floor.id, space_id: space.id } }),
    () => `Check-in waits to be sent: ${titleOf(space)}`),
  h("p", { class: "hint" }, "Without a booking here, the place is taken for you if it is free then."),
];

/** A function for the nodes of a place: book it at the hours of `times`; with `isHere`, for who has scanned its
    code, to say that one is there. */
export function wishing(floor, isHere) {
  return (space, times) => {
    const place = { floor_id: floor.id, space_id: space.id };
    const booking = () => {
      const problem = windowTrouble(times.value());
      return problem ? { problem } : { wish: { kind: "booking", ...place, ...instants(times.value(), floor.zone) } };
    };
    const book = actionFor("Book as soon as there is a connection", booking,
      ({ from, to }) => `Waits to be sent: ${titleOf(space)}, ${spanText(from, to, floor.zone)}`);
    return [...(isHere ? arriving(space, floor) : []),
      times.element, ...book, h("p", { class: "hint" }, "Whether it is still free is known only then. If it is not, you are told what is free nearby.")];
  };
}
