// Wishes that wait to be sent: a place, its hours, and a key that makes sending them again harmless.

import { readAll, remove, write } from "./database.js";
import { NEWS, SYNC, alone } from "./names.js";
import { owner } from "./owner.js";

const inOrder = (wishes) => wishes.sort((a, b) => a.at - b.at);

/** Tell all open pages that something waits, or waits no longer; `sent` is a wish that came true. */
export function tellNews(sent = null) {
  const channel = new BroadcastChannel(NEWS);
  channel.postMessage({ sent });
  channel.close();
}

/** What waits here for the one whose device it is, in order; also what was refused and not yet read. */
export async function waiting() {
  const whose = await owner();
  return inOrder((await readAll("waiting")).filter((wish) => whose && wish.owner === whose));
}

const isSame = (a, b) => ["kind", "space_id", "from", "to"].every((part) => a[part] === b[part]);

/** Let a wish {kind, floor_id, space_id, from, to} wait; `kind` is booking, or check_in without hours.
    Resolves to null where nothing can be kept. */
export async function letWait(wish, key = crypto.randomUUID()) {
  const whose = await owner();
  if (!whose) return null;
  const kept = { ...wish, key, owner: whose, at: Date.now(), state: "waiting" };
  const before = (await waiting()).find((each) => each.state === "waiting" && isSame(each, kept));
  if (before) return before;
  await write("waiting", kept);
  tellNews();
  const registration = await navigator.serviceWorker.getRegistration();
  // Where it is missing, an open page sends.
  await registration?.sync?.register(SYNC).catch(() => {});
  return kept;
}

/** Take a wish back; false when it has been sent meanwhile. Never in the middle of sending. */
export const takeBack = (key) => alone("sending", async () => {
  const isThere = (await readAll("waiting")).some((wish) => wish.key === key);
  await remove("waiting", key);
  tellNews();
  return isThere;
});
