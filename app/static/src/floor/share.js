// Sharing a place: an address with its id and nothing else, the same as in its printed code. It opens
// for members of the organisation only.

import { h, icon } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";

const CANCELLED = "AbortError";

/** Hand an address to the device's own way of sharing; false where it has none. */
async function shared(title, url) {
  if (!navigator.share) return false;
  return navigator.share({ title, url }).then(() => true, (error) => error.name === CANCELLED);
}

async function share(space) {
  const url = `${location.origin}/at/${space.id}`;
  if (await shared(titleOf(space), url)) return;
  const isCopied = await navigator.clipboard?.writeText(url).then(() => true, () => false);
  toast(isCopied ? `Copied: the address of ${titleOf(space)}` : `The address of ${titleOf(space)}: ${url}`);
}

/** The button in the panel of a place; what is booked as one has no code, and none to share. */
export const shareButton = (space) =>
  !space.isWhole && h("button", { type: "button", class: "icon-button", "aria-label": "Share this place", onclick: () => share(space) }, icon("share"));
