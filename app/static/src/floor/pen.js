// Writes words onto a map, each where nothing is written yet.

import { makeBoxes, roomFor, widthOf, writing } from "./lettering.js";

// What stays free about a block of words, and between its lines.
const AROUND_PX = 4;
const LEADING_PX = 4;
// From the middle of a line down to the feet of its letters, as a share of their size.
const FEET_SHARE = 0.35;

/** The pixels that one way of writing a name ({lines, size}) takes. */
export function blockOf({ lines, size }) {
  const width = Math.max(...lines.map((words) => widthOf(words, size)));
  return { width, height: lines.length * (size + LEADING_PX) - LEADING_PX };
}

export class Pen {
  parts = [];
  free = makeBoxes();

  /** Write about a point; false, and nothing written, where something is. */
  put(at, way, className) {
    const { width, height } = blockOf(way);
    if (!this.free(at.x, at.y, width + AROUND_PX, height + AROUND_PX)) return false;
    way.lines.forEach((words, index) => {
      const down = (index - (way.lines.length - 1) / 2) * (way.size + LEADING_PX);
      this.parts.push(writing(at.x, at.y + down + way.size * FEET_SHARE, words, className, way.size));
    });
    return true;
  }

  /** A name for an area with things in it goes where nothing is: in the first way that has a place. */
  within(ring, ways, className) {
    return ways.some((way) => {
      const { width, height } = blockOf(way);
      // The words keep off the area's edge, which may be a wall.
      for (const at of roomFor({ width: width + 2 * AROUND_PX, height: height + AROUND_PX }, ring)) if (this.put(at, way, className)) return true;
      return false;
    });
  }
}
