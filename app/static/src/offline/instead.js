// What is done about a booking that cannot be sent.

import { keyOf } from "../common/once.js";
import { spanText } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { letWait, takeBack } from "./queue.js";
import { settleOwner } from "./owner.js";
import { isInstalled } from "./installing.js";

const KEPT = new Set(["space_id", "from", "to"]);

const nothingKept = () => Object.assign(new Error("This device keeps nothing at the moment. Nothing waits to be sent."),
  { code: "nothing_kept", advice: "Try again when you are connected." });

/** Let a booking wait, {space_id, from, to} of a place {space, floorId, zone}, and say so; `back` is called when it is
    taken back. Resolves to null. Throws a refusal where nothing can be kept. */
export async function letBookingWait({ space_id, from, to }, { space, floorId, zone, back = () => {} }, key) {
  const kept = await letWait({ kind: "booking", floor_id: floorId, space_id, from, to }, key).catch(() => null);
  if (!kept) throw nothingKept();
  const run = () => takeBack(kept.key).then((isThere) => isThere && back());
  toast(`You are offline. Waits to be sent: ${titleOf(space)}, ${spanText(from, to, zone)}`, { label: "Take it back", run });
  return null;
}

/** Let a booking wait that was not sent because there is no connection; resolves to null then. Throws the
    problem where it was another, where nothing can be kept, and where more was wished for than a place
    and its hours: notes and colleagues are not kept on a device. */
export async function waitInstead(problem, body, place) {
  const canWait = problem.code === "no_connection" && Object.keys(body).every((part) => KEPT.has(part));
  if (!canWait || !(await isInstalled()) || !(await settleOwner())) throw problem;
  return letBookingWait(body, place, keyOf("/bookings", body)).catch(() => { throw problem; });
}
