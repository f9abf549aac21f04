// The tools that choose: a click takes one space, Shift several, a lasso all in it; what is chosen
// follows the pointer when it is dragged.

import { inside, pointOf, rounded, shifted } from "./shapes.js";
import { wayText } from "./words.js";

/** The spaces that lie in a ring with their middle and most of their corners. */
function within(spaces, ring) {
  const isIn = (space) => inside([ring], pointOf(space)) && 2 * space.rings[0].filter((corner) => inside([ring], corner)).length > space.rings[0].length;
  return spaces.list().filter(isIn).map(({ key }) => key);
}

/** Draws round spaces; `held` tells that it began with the pointer down. */
function lasso(editor) {
  let path = [];
  return {
    start(at) { path = [at]; },
    drag(at) {
      path.push(at);
      editor.ghosts.show({ areas: [[path]] });
    },
    finish(isMore) {
      editor.ghosts.clear();
      const found = path.length > 2 ? within(editor.spaces, path) : [];
      path = [];
      if (isMore) editor.selection.add(found);
      else editor.selection.set(found);
      editor.sayChosen();
    },
  };
}

/** The way from `start` to `at`, such that the corner that comes nearest to another meets it. */
function wayTo(editor, start, at, moving, isFree) {
  const way = [at[0] - start[0], at[1] - start[1]];
  if (isFree) return way;
  const without = new Set(moving.map(({ key }) => key));
  let best = null;
  for (const [x, y] of moving.flatMap(({ rings }) => rings[0]).slice(0, MOST_CORNERS)) {
    const wanted = [x + way[0], y + way[1]];
    const { point, kind } = editor.snapper.snap(wanted, editor.hand.scale, { without });
    const away = Math.hypot(point[0] - wanted[0], point[1] - wanted[1]);
    if (kind && (!best || away < best.away)) best = { away, way: [point[0] - x, point[1] - y] };
  }
  return best?.way ?? way;
}

const MOST_CORNERS = 200;

/** Drags what is chosen. */
function carrier(editor) {
  let start = null;
  let way = [0, 0];
  const moving = () => editor.spaces.some(editor.selection.keys());
  return {
    start(at) { start = at; },
    drag(at, event) {
      way = wayTo(editor, start, at, moving(), event.altKey).map(rounded);
      editor.ghosts.show({ areas: moving().map(({ rings }) => shifted(rings, ...way)) });
      editor.hint(wayText(...way));
    },
    finish() {
      editor.hint(null);
      editor.ghosts.clear();
      if (way[0] || way[1]) editor.move(...way);
      way = [0, 0];
    },
  };
}

/** The tool at hand while nothing is drawn. */
export function chooser(editor) {
  const tools = { lasso: lasso(editor), carry: carrier(editor) };
  let held = null;
  return {
    name: "choose",
    press(at, event) {
      const isOnChosen = editor.selection.has(event.target.dataset?.key);
      held = event.shiftKey ? tools.lasso : tools.carry;
      if (!event.shiftKey && !(isOnChosen && editor.editable && event.pointerType !== "touch")) return false;
      held.start(at);
      return true;
    },
    drag: (at, event) => held.drag(at, event),
    // A press that did not move is a click, which the drawing tells of.
    release: (_at, _event, moved) => { if (moved) held.finish(true); },
  };
}

export function lassoTool(editor) {
  const own = lasso(editor);
  return {
    name: "lasso",
    press(at) {
      own.start(at);
      return true;
    },
    drag: own.drag,
    release: (_at, event, moved) => { if (moved) own.finish(event.shiftKey); },
  };
}
