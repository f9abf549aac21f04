// What an open map does about a booking that could not be sent.

import { keyOf } from "../common/once.js";
import { spanText } from "../common/time.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";
import { letWait, takeBack } from "./queue.js";
import { settleOwner } from "./owner.js";
import { isInstalled } from "./installing.js";

const KEPT = new Set(["space_id", "from", "to"]);

/** Let a booking wait that was not sent because there is no connection; resolves to null then. Throws the
    problem where it was another, where nothing can be kept, and where more was wished for than a place
    and its hours: notes and colleagues are not kept on a device. */
export async function waitInstead(problem, body, { space, floorId, zone }) {
  const canWait = problem.code === "no_connection" && Object.keys(body).every((part) => KEPT.has(part));
  if (!canWait || !(await isInstalled()) || !(await settleOwner())) throw problem;
  const wish = { kind: "booking", floor_id: floorId, space_id: body.space_id, from: body.from, to: body.to };
  const kept = await letWait(wish, keyOf("/bookings", body)).catch(() => null);
  if (!kept) throw problem;
  toast(`You are offline. Waits to be sent: ${titleOf(space)}, ${spanText(body.from, body.to, zone)}`, { label: "Take it back", run: () => takeBack(kept.key) });
  return null;
}
