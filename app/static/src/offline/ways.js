// The ways that this phone downloaded to search by itself, for times without a connection: one building
// for one way of moving. Its floors are kept beside them like any others.

import { read, readAll, remove, write } from "./database.js";
import { keepFloor, keepStatus, orMakeRoom, tidyUp } from "./keeping.js";
import { alone } from "./names.js";
import { owner, settleOwner } from "./owner.js";

const shareFloors = (one, other) => one.profile === other.profile && one.floors.some((id) => other.floors.includes(id));

/** Ways come before their floors: without a floor they are of no use, a floor without them is. */
async function keepWays({ profile, floors, content, building }, asOf) {
  const kept = { id: `${profile} ${floors[0]}`, profile, floors, content, building, bytes: content.byteLength, as_of: asOf, used_at: Date.now(), owner: await owner() };
  // A building that was given another floor has another first one.
  const before = (await readAll("ways")).filter((each) => each.id !== kept.id && shareFloors(each, kept));
  await Promise.all(before.map(({ id }) => remove("ways", id)));
  await orMakeRoom(() => write("ways", kept));
  await tidyUp();
  return kept.id;
}

/** Keep what was downloaded as of an instant: {profile, floors: ids, content: the bytes of the ways, building: its
    name, statuses: an availability document for each floor}. Resolves to whether there was room for all of it, or to null where
    nothing can be kept. Never fails. */
export async function keepDownload(download, asOf) {
  if (!(await settleOwner())) return null;
  try {
    const id = await alone("keeping", () => keepWays(download, asOf));
    for (const floor of download.floors) await keepFloor(floor);
    for (const status of download.statuses) await keepStatus(status, asOf);
    const here = new Set((await readAll("floors")).map((floor) => floor.id));
    return Boolean(await read("ways", id)) && download.floors.every((floor) => here.has(floor));
  } catch {
    return false;
  }
}

/** All ways that are kept for whoever's device this is, the last downloaded first. */
export async function keptWays() {
  const whose = await owner().catch(() => null);
  const found = await readAll("ways").catch(() => []);
  return found.filter((each) => whose && each.owner === whose).sort((a, b) => b.used_at - a.used_at);
}
