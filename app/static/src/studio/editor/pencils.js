// The tools that draw: corners one by one, or a rectangle. Both hand a list of points to `done`.

import { rounded } from "./shapes.js";
import { lengthText, placeText } from "./words.js";

const CLOSE_PX = 10;
const clean = (points) => points.map(([x, y]) => [rounded(x), rounded(y)]);
const away = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);

/** Corners by clicks; Enter, a double click or the first corner ends it. A line of two points ends by
    itself unless Shift is held. */
export function outlinePencil(editor, { isLine = false, done }) {
  let points = [];
  const least = isLine ? 2 : 3;

  function show(more = []) {
    const all = [...points, ...more];
    const isArea = !isLine && all.length > 2;
    editor.ghosts.show(isArea ? { areas: [[all]] } : { lines: [all] });
  }

  function finish() {
    if (points.length < least) return false;
    const drawn = clean(points);
    points = [];
    done(drawn);
    return true;
  }

  return {
    name: "draw",
    snaps: true,
    from: () => points.at(-1) ?? null,
    hover(at) {
      show([at]);
      editor.hint(points.length ? `${placeText(at)} · ${lengthText(away(points.at(-1), at))}` : placeText(at));
    },
    click(at, event) {
      const isClosing = !isLine && points.length > 2 && away(points[0], at) * editor.hand.scale < CLOSE_PX;
      if (!isClosing && event.detail < 2) points.push(at);
      show();
      const isWhole = isClosing || event.detail > 1 || (isLine && points.length > 1 && !event.shiftKey);
      if (isWhole) finish();
    },
    key({ key }) {
      if (key === "Enter") return finish();
      if (key !== "Backspace" || !points.length) return false;
      points.pop();
      show();
      return true;
    },
  };
}

const ringOf = ([ax, ay], [bx, by]) => [[ax, ay], [bx, ay], [bx, by], [ax, by]];

/** A rectangle along the drawing's axes: drag it, or click two opposite corners. */
export function boxPencil(editor, { done }) {
  let first = null;

  function finish(at) {
    if (Math.abs(at[0] - first[0]) < SMALLEST_M || Math.abs(at[1] - first[1]) < SMALLEST_M) return;
    const ring = ringOf(first, at);
    first = null;
    done(clean(ring));
  }

  function show(at) {
    editor.hint(first ? `${lengthText(Math.abs(at[0] - first[0]))} × ${lengthText(Math.abs(at[1] - first[1]))}` : placeText(at));
    editor.ghosts.show({ areas: first ? [[ringOf(first, at)]] : [] });
  }

  return {
    name: "draw",
    snaps: true,
    press(at) {
      if (first) return false;
      first = at;
      return true;
    },
    drag: show,
    hover: show,
    release(at, _event, moved) { if (moved && first) finish(at); },
    click(at) { if (first && away(first, at) > 0) finish(at); },
    key({ key }) {
      if (key !== "Backspace" || !first) return false;
      first = null;
      editor.ghosts.clear();
      return true;
    },
  };
}

const SMALLEST_M = 0.05;
