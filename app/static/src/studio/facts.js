// What follows from the plan about the spaces of a draft, asked for when somebody looks at one.

import { api } from "../common/api.js";

/** By draft: the number of the last edit that they hold for, and the facts of all spaces. */
const known = new WeakMap();

/** Resolves to the facts of all spaces by key; null where they cannot be had. */
export async function factsOf(draft) {
  const { number } = draft.edits;
  if (known.get(draft)?.number !== number) known.set(draft, { number, facts: api("GET", `/plans/${draft.revision_id}/facts`) });
  try {
    return await known.get(draft).facts;
  } catch {
    // The plan can be looked at without them.
    known.delete(draft);
    return null;
  }
}

/** Resolves to the facts of one space, null where there are none. */
export async function factsFor(draft, key) {
  return (await factsOf(draft))?.[key] ?? null;
}
