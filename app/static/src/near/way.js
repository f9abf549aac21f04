// The way to a place of the answer: a line on the map, floor by floor, and what to do in words.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { titleOf } from "../common/words.js";
import { problemNode } from "./answer.js";
import { walkText } from "./walking.js";

const stepsOf = (found) => h("ol", { class: "near-steps" }, ...found.directions.map((words) => h("li", {}, words)));

/** What the API calls a place, or a door that leads outside. */
const endOf = ({ space_id: space, floor_id: floor, door }) => (door ? { to_exit: { floor_id: floor, door } } : { to_space_id: space });

/** A function that shows the way to a card's place, or takes it away again; one is shown at a time.
    `from` is what the API is told of where the way begins, and who walks. */
export function makeWay({ from, picture, homeId }) {
  let open = null;

  const close = () => {
    open?.steps.remove();
    open?.button.setAttribute("aria-expanded", "false");
    open = null;
  };

  async function show(space, button) {
    const found = await api("POST", "/routes", { body: { ...from, floor_id: homeId, ...endOf(space) }, isRead: true });
    const steps = stepsOf(found);
    button.closest(".near-place").append(steps);
    button.setAttribute("aria-expanded", "true");
    open = { button, steps };
    await picture.along(found, space);
    announce(`The way to ${titleOf(space)}: ${walkText(found.walk_s)}. ${found.directions.join(" ")}`);
  }

  return async (space, button) => {
    if (button.getAttribute("aria-disabled") === "true") return;
    const card = button.closest(".near-place");
    const isShown = open?.button === button;
    one(".notice.problem", card)?.remove();
    close();
    button.setAttribute("aria-disabled", "true");
    try {
      if (isShown) await picture.along({ legs: [] }, space);
      else await show(space, button);
    } catch (problem) {
      card.append(problemNode(problem));
    } finally {
      button.removeAttribute("aria-disabled");
    }
  };
}
