// Plans that take over on a date: how that is said, and taking it back.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { dayText, wallOf } from "../common/time.js";
import { ask } from "./ask.js";
import { plural } from "./words.js";

/** "Mon 30 Nov 2026", "Mon 30 Nov 2026, 07:00", by the clock of the building. */
export function momentText(instant, zone) {
  const { date, time } = wallOf(instant, zone);
  const day = `${dayText(instant, zone)} ${date.slice(0, 4)}`;
  return time === "00:00" ? day : `${day}, ${time}`;
}

/** Ask, then take the date of a plan back; `done()` follows. */
export function askUnschedule(plan, { floorName, timeZone }, done) {
  ask({
    title: `Cancel the date of plan ${plan.number}?`,
    yes: "Cancel the date",
    no: "Keep it",
    nodes: [
      h("p", {}, `It would not take over on ${momentText(plan.effective_from, timeZone)}. ${floorName} keeps the plan before it, and this one is a draft again.`),
      h("p", {}, "Bookings that were kept aside because of it are restored. Those of places that only it has are kept aside, and their people see it."),
    ],
    run: async () => {
      const { held_bookings: held, restored_bookings: restored } = await api("POST", `/plans/${plan.id}/unschedule`);
      const said = [restored && `${plural(restored, "booking")} restored`, held && `${plural(held, "booking")} lost the place`].filter(Boolean);
      return () => done(said.length ? `The date is cancelled: ${said.join(", ")}.` : "The date is cancelled.");
    },
  });
}
