// Writes words onto a map, each where nothing is written yet.

import { makeBoxes } from "./boxes.js";
import { placed, roomFor, widthOf, writing } from "./lettering.js";
import { mark } from "./patterns.js";

// What stays free about a block of words, and between its lines.
const AROUND_PX = 4;
const LEADING_PX = 4;
// From the middle of a line down to the feet of its letters, as a share of their size.
const FEET_SHARE = 0.35;
const MARK_PX = 12;

/** The pixels that one way of writing a name ({lines, size}) takes; a status has its mark above. */
function blockOf({ lines, size, status }) {
  const width = Math.max(status ? MARK_PX : 0, ...lines.map((words) => widthOf(words, size)));
  const rows = [...(status ? [MARK_PX] : []), ...lines.map(() => size)];
  return { width, height: rows.reduce((sum, row) => sum + row + LEADING_PX, -LEADING_PX) };
}

export class Pen {
  parts = [];
  free = makeBoxes();

  /** The names of areas come only within a box {left, top, width, height}: what lies beyond it is
      not known. */
  constructor(paper) {
    this.paper = paper;
  }

  isOnPaper({ x, y }, { width, height }) {
    const { paper } = this;
    return Math.abs(x - paper.left - paper.width / 2) <= (paper.width - width) / 2
      && Math.abs(y - paper.top - paper.height / 2) <= (paper.height - height) / 2;
  }

  /** Write about a point; false, and nothing written, where something is. */
  put(at, way, className) {
    const { width, height } = blockOf(way);
    if (!this.free(at.x, at.y, width + AROUND_PX, height + AROUND_PX)) return false;
    let top = at.y - height / 2;
    if (way.status) {
      this.parts.push(placed(mark(way.status), at.x, top + MARK_PX / 2));
      top += MARK_PX + LEADING_PX;
    }
    for (const words of way.lines) {
      this.parts.push(writing(at.x, top + way.size * (0.5 + FEET_SHARE), words, className, way.size));
      top += way.size + LEADING_PX;
    }
    return true;
  }

  /** A name for an area {ring, holes} with things in it goes where nothing is: in the first way that
      has a place, which is returned, or null. */
  within(area, ways, className) {
    for (const way of ways) {
      const { width, height } = blockOf(way);
      // The words keep off the area's edge, which may be a wall; a mark alone may come near to it.
      const edge = way.lines.length ? AROUND_PX : 0;
      const block = { width: width + 2 * edge, height: height + edge };
      const places = roomFor(block, area, (at) => this.isOnPaper(at, block));
      for (const at of places) if (this.put(at, way, className)) return way;
    }
    return null;
  }
}
