// What is written into the outline of a desk: mark and number one above the other, side by side,
// along the desk where it stands at an angle, or the mark alone. Nothing hangs over its edge.

import { s } from "../common/dom.js";
import { boxOf, frameOf, holds, placed, widthOf, writing } from "./lettering.js";
import { bolt, mark } from "./patterns.js";
import { lookOf } from "./spaces.js";

const MARK_PX = 12;
const MARK_FROM_PX = 11;
const MARK_ROOM_PX = 18;
// What a number without a mark leaves free of its desk.
const EDGE_PX = 5;
const STATUS_FROM_PX = 48;
// Letters grow with the desk that holds them, within reason.
const GROWS_FROM_PX = 70;
const MOST_GROWN = 1.5;
const SIZES = { desk: 11, small: 10, least: 9 };
const STACK_PX = 27;
const DETAILED_PX = 40;
const CHIP = { height: 22, aside: 8, away: 5, radius: 6 };

/** A desk in pixels: its outline, its middle, its words, its status (null on a bare drawing), and
    whether a car can be charged there. */
export function deskOf(space, ring, at, now) {
  return { ring, at, now, words: space.number || space.name || "", box: boxOf(ring), frame: frameOf(ring),
    charges: space.features?.includes("charger"), tone: now?.status === "yours" ? "on-yours" : "" };
}

/** The parts of a label that fits into its desk and is free to be there, or null; `named` says
    whether the number is among them. */
export function deskLabel(desk, free, details) {
  if (Math.min(desk.frame.along, desk.frame.across) < MARK_FROM_PX) return null;
  if (!desk.now) return desk.words ? inLine(desk, free) : null;
  return (desk.words && (stacked(desk, free, details) ?? inLine(desk, free))) || markOnly(desk, free);
}

function stacked(desk, free, details) {
  const { at, words, box, ring } = desk;
  const grown = Math.min(MOST_GROWN, Math.max(1, box.height / GROWS_FROM_PX));
  for (const scale of new Set([grown, 1])) {
    const wide = Math.max(widthOf(words, SIZES.desk), MARK_PX * (desk.charges ? 2 : 1)) * scale;
    if (!holds(ring, at, wide, STACK_PX * scale)) continue;
    const small = SIZES.small * scale;
    const fits = (detail) => holds(ring, at, Math.max(wide, widthOf(detail, small)), DETAILED_PX * scale);
    const detail = box.height >= STATUS_FROM_PX ? details.find(fits) : null;
    if (!free(at.x, at.y, wide, STACK_PX * scale)) return null;
    return { named: true, parts: stack(desk, detail, scale) };
  }
  return null;
}

function stack({ at, now, words, tone, charges }, detail, scale) {
  const aside = charges ? (MARK_PX / 2) * scale : 0;
  const line = (down) => at.y + (down - (detail ? 6 : 0)) * scale;
  return [
    placed(mark(lookOf(now)), at.x - aside, line(-8), scale),
    charges && placed(bolt(), at.x + aside, line(-8), scale),
    writing(at.x, line(11), words, `place-name ${tone}`, SIZES.desk * scale),
    detail && writing(at.x, line(25), detail, `place-detail ${tone}`, SIZES.small * scale),
  ];
}

function inLine({ ring, at, now, words, tone, frame, charges }, free) {
  for (const [angle, size] of [[0, SIZES.desk], [frame.angle, SIZES.desk], [frame.angle, SIZES.least]]) {
    const aside = now ? MARK_PX + 2 : 0;
    const last = charges ? MARK_PX : 0;
    const wide = widthOf(words, size) + (aside || EDGE_PX) + last;
    if (!holds(ring, at, wide, size + 2, angle)) continue;
    // Words inside a desk meet no other desk's; only the middle is held against other names.
    if (!free(at.x, at.y, angle ? size : wide, size + 2)) return null;
    const text = writing((aside - last) / 2, size * 0.35, words, `place-name ${tone}`, size);
    const sign = now && placed(mark(lookOf(now)), MARK_PX / 2 - wide / 2, 0, size / SIZES.desk);
    const turn = `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) rotate(${angle.toFixed(1)})`;
    const sparks = charges && placed(bolt(), wide / 2 - MARK_PX / 2, 0, size / SIZES.desk);
    return { named: true, parts: [s("g", { transform: turn }, sign, text, sparks)] };
  }
  return null;
}

function markOnly({ at, now, frame }, free) {
  const shrunk = Math.min(1, Math.min(frame.along, frame.across) / MARK_ROOM_PX);
  if (!free(at.x, at.y, 8 * shrunk, 8 * shrunk)) return null;
  return { named: false, parts: [placed(mark(lookOf(now)), at.x, at.y, shrunk)] };
}

/** A small plate above a chosen place that cannot hold its own name. */
export function plate({ at, now, box, words }, free) {
  const wide = widthOf(words, SIZES.desk) + MARK_PX + 2 * CHIP.aside + 4;
  const y = box.top - CHIP.away - CHIP.height / 2;
  free(at.x, y, wide, CHIP.height);
  const turn = `translate(${at.x.toFixed(1)} ${y.toFixed(1)})`;
  return s("g", { class: "plate", transform: turn },
    s("rect", { x: -wide / 2, y: -CHIP.height / 2, width: wide, height: CHIP.height, rx: CHIP.radius }),
    placed(mark(lookOf(now)), CHIP.aside + MARK_PX / 2 - wide / 2, 0),
    writing(MARK_PX / 2 + 2, SIZES.desk * 0.35, words, "place-name", SIZES.desk));
}
