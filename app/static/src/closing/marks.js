// What was looked at, on the map: the places that would be closed, and those of them that somebody has
// booked. It goes as soon as something else is asked for.

import { h, one } from "../common/dom.js";
import { dress } from "../floor/map.js";
import { sample } from "../floor/patterns.js";

const WORDS = { closed: "Would be closed", taken: "Would be closed, and is booked", free: "Stays open" };

/** `closes` and `booked` are ids of spaces, the latter some of the former; without any nothing is marked. */
export function markLooked(form, shapes, { closes = [], booked = [] }) {
  const legend = one("[data-legend]", form);
  const inside = new Set(closes);
  const isBooked = new Set(booked);
  const statusOf = (id) => {
    if (!inside.has(id)) return "free";
    return isBooked.has(id) ? "taken" : "closed";
  };
  const found = new Set();
  for (const [id, shape] of shapes) {
    const status = statusOf(id);
    found.add(status);
    dress(shape, status);
  }
  legend.replaceChildren(...Object.keys(WORDS).filter((status) => found.has(status)).map((status) => h("li", {}, sample(status), WORDS[status])));
  legend.hidden = inside.size === 0;
  return {
    forget() {
      if (legend.hidden) return;
      legend.hidden = true;
      for (const shape of shapes.values()) dress(shape, "free");
    },
  };
}
