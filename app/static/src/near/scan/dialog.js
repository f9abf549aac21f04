// The window that looks for a code. Only the id of a place of ours is ever sent; what else a code
// may hold, a password of a network for one, stays here.

import { api } from "../../common/api.js";
import { openDialog } from "../../common/dialog.js";
import { h } from "../../common/dom.js";
import { openCamera } from "./camera.js";
import { placeIdOf } from "./code.js";
import { makeReader } from "./reader.js";

const BETWEEN_LOOKS_MS = 120;

const refusal = (message, advice) => Object.assign(new Error(message), { advice, code: "code_refused" });

const notOurs = () => refusal("This is no code of a place here.",
  "Look for the one with the name of a desk, a room or a floor under it.");
const gone = ({ name }) => refusal(`${name} is on the floor's plan no longer.`, "Scan another code near you.");

const pause = () => new Promise((resolve) => { setTimeout(resolve, BETWEEN_LOOKS_MS); });

/** The place of an id, as the service knows it. */
export const placeOfService = (id) => api("POST", "/scanned-places", { body: { place_id: id }, isRead: true });

/** The place of a code's text; rejects with {message, advice}. */
async function placeOf(text, known) {
  const id = placeIdOf(text);
  if (!id) throw notOurs();
  const place = await known(id);
  if (!place.is_there) throw gone(place);
  return place;
}

/** Look until a place is found or the dialog is closed; the same refused code is told of once. */
async function look(box, video, read, known) {
  let refused = null;
  while (box.dialog.open) {
    const text = await read(video);
    if (text && text !== refused) {
      box.say("A code was seen.");
      try {
        return await placeOf(text, known);
      } catch (problem) {
        refused = text;
        box.fail(problem);
      }
    }
    await pause();
  }
  return null;
}

/** `known(id)` resolves to the place of an id. Resolves to {place} that was scanned, {typed: true} when somebody would rather type, or {}. */
export async function scan(address, known) {
  const box = openDialog("Scan a code");
  const video = h("video", { class: "scan-picture", playsinline: true, muted: true, "aria-label": "What the camera sees" });
  const hint = h("p", { role: "status" }, "Hold the camera over the code of a desk, a room or a floor.");
  let outcome = {};
  let stop = () => {};
  const privacy = h("p", { class: "hint" }, "The picture stays on this device. Of the code its place is used for this answer, and kept nowhere.");
  box.show(video, hint, privacy,
    h("button", { type: "button", class: "button wide", onclick: () => { outcome = { typed: true }; box.close(); } }, "Type it instead"));
  const looking = async () => {
    stop = await openCamera(video);
    if (!box.dialog.open) return;
    const place = await look(box, video, await makeReader(address), known);
    if (place) { outcome = { place }; box.close(); }
  };
  looking().catch((problem) => {
    if (!problem.code) throw problem;
    for (const part of [video, hint, privacy]) part.hidden = true;
    box.fail(problem);
  });
  await box.closed;
  stop();
  return outcome;
}
