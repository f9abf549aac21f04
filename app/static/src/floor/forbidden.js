// Places that a rule keeps from this person whatever the hours: free for others, "not for you" here.

import { api } from "../common/api.js";

/** A function that turns the free places of a document into such as are not for this person, each
    with what the rule says. Who may book is the same all day, so it is asked once for each begin. */
export function makeForbid(floorId) {
  const asked = new Map();

  function known(at) {
    if (!asked.has(at)) {
      const path = `/floors/${floorId}/not-for-you?${new URLSearchParams({ at })}`;
      const answer = api("GET", path).then((found) => new Map(found.map((each) => [each.space_id, each.says])));
      // Without it the floor can be looked at and booked all the same; a booking is judged anyway.
      asked.set(at, answer.catch(() => { asked.delete(at); return new Map(); }));
    }
    return asked.get(at);
  }

  return async (document, { from }) => {
    const says = await known(from);
    const spaces = document.spaces.map((item) => (
      item.status === "free" && says.has(item.id) ? { id: item.id, status: "not_for_you", reason: says.get(item.id).replace(/\.$/, "") } : item));
    return { ...document, spaces };
  };
}
