// Showing the places of an answer: on cards, on the map, and in one sentence for a voice.

import { announce } from "../common/announce.js";
import { all, one } from "../common/dom.js";
import { titleOf } from "../common/words.js";
import { answerNodes } from "./answer.js";
import { isPhone } from "./order.js";

/** How many places are told. */
export const ASKED_FOR = 5;
// A pointer on its way to another card changes no floor.
const PASSING_MS = 120;

/** How many to ask for: the place that the way begins at is none of them. */
export const mostFor = ({ space }) => ASKED_FOR + (space ? 1 : 0);

/** An answer whose place to begin at is told apart from its neighbours, of which there are `most`. */
function apartFromStart(answer, { space }, most) {
  const own = space && answer.spaces.find(({ space_id: id }) => id === space.id);
  return { ...answer, own, spaces: answer.spaces.filter((each) => each !== own).slice(0, most) };
}

/** A function that marks one place of the answer, on its card and, on its own floor, on the map; null
    is the place that the way begins at. `cards` are those of the places in their order. */
export function makeShow({ own, spaces }, picture, box, cards = ".near-list .near-place") {
  let timer = 0;
  let chosen;
  return (index) => {
    if (index === chosen) return;
    chosen = index;
    clearTimeout(timer);
    all(cards, box).forEach((node, at) => { node.dataset.shown = String(at === index); });
    all(".near-itself", box).forEach((node) => { node.dataset.shown = String(index === null); });
    timer = setTimeout(() => picture.follow(index, index === null ? own : spaces[index]).catch(() => {}), PASSING_MS);
  };
}

function summary({ own, spaces, isKnown = true }) {
  const free = isKnown ? "free " : "";
  const found = spaces.length === 1 ? `1 ${free}place found` : `${spaces.length} ${free}places found`;
  if (own && isKnown) return spaces.length ? `${titleOf(own)} itself is free, and ${found}` : `${titleOf(own)} itself is free, nothing else in reach`;
  return spaces.length ? found : `Nothing ${free}in reach`;
}

/** The answer takes the side, the focus and the attention. */
export function fill(box, nodes) {
  box.replaceChildren(...nodes);
  one(".near-side").scrollTop = 0;
  box.focus({ preventScroll: true });
  if (isPhone()) scrollTo(0, 0);
}

/** A function that shows places that were found, with what their buttons do: `book(space, button)` and `way(space, button)`;
    `first` are nodes to stand above them. */
export function makeFound({ answered, picture, box }) {
  return async (found, start, { window, floor, book, way, first = [] }) => {
    const answer = apartFromStart(found, start, ASKED_FOR);
    answered();
    const home = start.home ?? floor.id;
    await picture.show(answer, start, home);
    const show = makeShow(answer, picture, box);
    fill(box, [...first, ...answerNodes(answer, { window, zone: floor.timeZone, book, show, way, floorId: home })]);
    announce(summary(answer));
  };
}
