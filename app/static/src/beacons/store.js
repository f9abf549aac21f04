// The beacons of a floor as the service has them. Each change begins with what is there now, so that
// nobody takes away what somebody else has entered meanwhile; and each can be undone.

import { api } from "../common/api.js";
import { toast } from "../common/toast.js";

/** `changed(beacons)` follows each change; `say(problem)` tells why one could not be undone. */
export function makeStore(floorId, first, { changed, say }) {
  const path = `/floors/${floorId}/beacons`;
  let all = first;

  const take = ({ beacons }) => { all = beacons; changed(all); };
  const put = async (beacons) => take(await api("PUT", path, { body: { beacons } }));

  async function change(edit, said) {
    const { beacons: before } = await api("GET", path);
    await put(edit(before));
    toast(said, { label: "Undo", run: () => put(before).catch(say) });
  }

  /** Replace them by a file; resolves to what that changed: {taken, added, moved, gone} and `undo()`. */
  async function takeList(file) {
    const { beacons: before } = await api("GET", path);
    const form = new FormData();
    form.append("file", file);
    take(await api("POST", `${path}/list`, { form }));
    const old = new Map(before.map((each) => [each.beacon, JSON.stringify(each)]));
    const known = all.filter(({ beacon }) => old.has(beacon));
    return {
      taken: all.length,
      added: all.length - known.length,
      moved: known.filter((each) => old.get(each.beacon) !== JSON.stringify(each)).length,
      gone: before.length - known.length,
      undo: () => put(before),
    };
  }

  return { all: () => all, change, takeList };
}
