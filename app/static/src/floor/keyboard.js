// The map by keyboard: one space is in the tab order, arrows go to the neighbour that lies that
// way, Enter opens it. Seen from the screen, so a floor that is turned against north works too.

import { titleOf } from "../common/words.js";
import { bringIntoView } from "./map.js";
import { matches, spokenName } from "./spaces.js";

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// A neighbour lies within 60 degrees of the way one is going, and lying aside costs twice.
const ASIDE_LIMIT = Math.tan(Math.PI / 3);
const ASIDE_COST = 2;

/** The best candidate from `here` in a direction; points are {x, y}, y downwards. */
export function neighbour(here, candidates, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const [x, y] = [candidate.x - here.x, candidate.y - here.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (ahead <= 0.5 || aside > ahead * ASIDE_LIMIT) continue;
    const cost = ahead + aside * ASIDE_COST;
    if (cost < least) [best, least] = [candidate, cost];
  }
  return best;
}

const IDLE_AT_LATEST_MS = 300;
const whenIdle = (task) =>
  (window.requestIdleCallback ? requestIdleCallback(task, { timeout: IDLE_AT_LATEST_MS }) : setTimeout(task, 0));

/** Make shapes focusable and steerable; `open(space)` is what Enter does. */
export function makeKeyboard(map, floor, store, zone, open, focused) {
  let current = null;

  const element = (space) => floor.shapes.get(space.id)?.element;

  function name({ space, element: node }) {
    const words = spokenName(space, store.get(), zone);
    if (node.getAttribute("aria-label") !== words) node.setAttribute("aria-label", words);
  }

  function makeCurrent(space) {
    if (current) element(current)?.setAttribute("tabindex", "-1");
    current = space;
    element(space)?.setAttribute("tabindex", "0");
  }

  function focus(space) {
    bringIntoView(map, space);
    makeCurrent(space);
    name(floor.shapes.get(space.id));
    element(space)?.focus({ preventScroll: true });
  }

  function points() {
    return [...floor.shapes.values()]
      .filter((shape) => shape.space !== current && matches(shape.space, store.get()))
      .map(({ space }) => Object.assign(map.latLngToContainerPoint([space.anchor[1], space.anchor[0]]), { space }));
  }

  const shapeOf = (element) => floor.shapes.get(element.dataset?.id);

  function onKey(event) {
    const shape = shapeOf(event.target);
    if (!shape) return;
    current = shape.space;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(shape.space);
    } else if (DIRECTIONS[event.key]) {
      event.preventDefault();
      event.stopPropagation();
      const here = map.latLngToContainerPoint([current.anchor[1], current.anchor[0]]);
      const next = neighbour(here, points(), DIRECTIONS[event.key]);
      if (next) focus(next.space);
    }
  }

  for (const { space, element: node } of floor.shapes.values()) {
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "-1");
    // Never without a name, though its status comes a moment later.
    node.setAttribute("aria-label", titleOf(space));
  }
  const first = [...floor.shapes.values()].find(({ space }) => space.kind !== "room") ?? [...floor.shapes.values()][0];
  if (first) makeCurrent(first.space);
  const drawing = floor.renderer._container;
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", "Places");
  drawing.addEventListener("keydown", onKey);
  drawing.addEventListener("focusin", ({ target }) => { if (shapeOf(target)) focused(shapeOf(target).space); });
  drawing.addEventListener("focusout", () => focused(null));
  let due = 0;
  /** What can be reached at once is named at once, the rest as soon as nothing is more urgent. */
  function nameAll() {
    if (current) name(floor.shapes.get(current.id));
    due ||= whenIdle(() => { due = 0; floor.shapes.forEach(name); });
  }
  return { focus, nameAll, current: () => current };
}
