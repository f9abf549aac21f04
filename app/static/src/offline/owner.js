// Whose device this is at the moment, as a digest: what is kept belongs to one sign-in, and goes when
// it ends or another person signs in.

import { one } from "../common/dom.js";
import { empty, read, remove, write } from "./database.js";
import { canWork, isInstalled } from "./installing.js";
import { LET_GO, PLANS, alone } from "./names.js";

const OWNER = "owner";

/** The digest of a person's id, in hexadecimal digits. */
export async function ownerOf(personId) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`floorplans ${personId}`));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whose wishes may be sent from here, or null. */
export const owner = async () => (await read("notes", OWNER))?.value ?? null;

/** Forget the floors and the ways; with `all` also what waits to be sent, and whose it was. */
export async function forget({ all }) {
  await caches.delete(PLANS);
  await remove("notes", LET_GO);
  for (const store of ["floors", "statuses", "ways", ...(all ? ["waiting", "notes"] : [])]) await empty(store);
}

async function settle(person) {
  const now = await ownerOf(person);
  if ((await owner()) === now) return;
  await forget({ all: true });
  await write("notes", { id: OWNER, value: now });
}

let settled = null;

/** Make what is kept that of whoever is signed in on this page, as soon as the worker is there; resolves
    to false where nothing can be kept. */
export function settleOwner() {
  const person = one('meta[name="person"]')?.content;
  if (!person || !canWork()) return Promise.resolve(false);
  settled ??= navigator.serviceWorker.ready.then(() => alone("owner", () => settle(person))).then(() => true).catch(() => false);
  return settled;
}

/** Nobody is signed in any more: the floors go. What waits to be sent stays for its own person. */
export async function forgetIfSignedOut() {
  if (one('meta[name="person"]') || !(await isInstalled())) return;
  await forget({ all: false }).catch(() => {});
}
