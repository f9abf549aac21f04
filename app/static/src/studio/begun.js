// Who began a draft: a colleague can go on with it, and should know that it is one's.

import { h } from "../common/dom.js";
import { dayOf } from "./words.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** A sentence for everybody but the one who began it; null for that one. */
export function begunNote({ begun_by: who, created_at: when }, me) {
  if (who === me) return null;
  const began = `${who ?? "Somebody at the command line"} began this draft on ${dayOf(when)} at ${CLOCK.format(new Date(when))}.`;
  return h("p", { class: "begun soft" }, `${began} You can go on where it was left: all that was done is kept.`);
}
