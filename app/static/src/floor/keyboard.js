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

/** The spoken names of shapes: one at once, the rest as soon as nothing is more urgent. */
function makeNames(shapes, store, zone) {
  let due = 0;
  function name({ space, element }) {
    const words = spokenName(space, store.get(), zone);
    if (element.getAttribute("aria-label") !== words) element.setAttribute("aria-label", words);
  }
  const nameRest = () => { due ||= whenIdle(() => { due = 0; shapes.forEach(name); }); };
  return { name, nameRest };
}

/** Shapes that can be focused, one after the other; the drawing is a group of buttons. */
function makeFocusable({ shapes, renderer }) {
  for (const { space, element } of shapes.values()) {
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "-1");
    // Never without a name, though its status comes a moment later.
    element.setAttribute("aria-label", titleOf(space));
  }
  const drawing = renderer._container;
  drawing.setAttribute("role", "group");
  // Chromium stops at a drawing that listens to focus; Tab should go on to a place at once.
  drawing.setAttribute("tabindex", "-1");
  drawing.setAttribute("aria-label", "Places");
  return drawing;
}

/** What one comes to first with Tab: a place, or a room where there is nothing else. */
function firstOf(shapes) {
  const all = [...shapes.values()];
  return (all.find(({ space }) => space.kind !== "room") ?? all[0])?.space;
}

/** The one space that is in the tab order; `focus(space)` goes to another. */
function makeRoving(map, shapes, name) {
  let current = null;
  const element = (space) => shapes.get(space.id)?.element;

  function makeCurrent(space) {
    if (current) element(current)?.setAttribute("tabindex", "-1");
    current = space;
    element(space)?.setAttribute("tabindex", "0");
  }

  return {
    current: () => current,
    makeCurrent,
    focus(space) {
      bringIntoView(map, space);
      makeCurrent(space);
      name(shapes.get(space.id));
      element(space)?.focus({ preventScroll: true });
    },
  };
}

/** Make shapes focusable and steerable; `open(space)` is what Enter does. */
export function makeKeyboard(map, { shapes, renderer }, store, zone, open, focused) {
  const { name, nameRest } = makeNames(shapes, store, zone);
  const { current, makeCurrent, focus } = makeRoving(map, shapes, name);
  const shapeOf = (node) => shapes.get(node.dataset?.id);
  const pointOf = ({ anchor: [lon, lat] }) => map.latLngToContainerPoint([lat, lon]);

  function goFrom(here, direction) {
    const others = [...shapes.values()].map(({ space }) => space)
      .filter((space) => space !== here && matches(space, store.get()));
    const points = others.map((space) => Object.assign(pointOf(space), { space }));
    const next = neighbour(pointOf(here), points, direction);
    if (next) focus(next.space);
  }

  function onKey(event) {
    const shape = shapeOf(event.target);
    const opens = event.key === "Enter" || event.key === " ";
    if (!shape || !(opens || DIRECTIONS[event.key])) return;
    event.preventDefault();
    makeCurrent(shape.space);
    if (opens) { open(shape.space); return; }
    event.stopPropagation();
    goFrom(shape.space, DIRECTIONS[event.key]);
  }

  const drawing = makeFocusable({ shapes, renderer });
  drawing.addEventListener("keydown", onKey);
  drawing.addEventListener("focusin", ({ target }) => { if (shapeOf(target)) focused(shapeOf(target).space); });
  drawing.addEventListener("focusout", () => focused(null));
  const first = firstOf(shapes);
  if (first) makeCurrent(first);
  /** What can be reached at once is named at once. */
  const nameAll = () => { if (current()) name(shapes.get(current().id)); nameRest(); };
  return { focus, nameAll, current };
}
