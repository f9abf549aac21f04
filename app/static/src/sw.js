// The service worker. It keeps the files of one deployment and a page that needs no connection, hands
// out drawings of plans that were kept, and sends what waited. Whatever is read of people is never
// kept: pages come from the network or not at all. The service puts `self.deployment` before this:
// {version, files, page, policy, sensors}.

import { FILES, NEAR, NEAR_ME, PAGE, PLANS, SYNC } from "./offline/names.js";
import { sendWaiting } from "./offline/sending.js";

const { version, files, page, policy, sensors } = self.deployment;
const own = FILES + version;
const DRAWING = /^\/floors\/[^/]+\/map\/[^/]+\.json$/;
const BUILT = /^\/static\/dist\//;
// A wall's screen has no other page, and a file that is fetched is none. A sign-in goes elsewhere.
const NO_PAGE = /^\/(api|screens|sign-in|static)\//;

/** All files or none: one that is missing leaves the worker before this one in its place. */
async function install() {
  const cache = await caches.open(own);
  try {
    await cache.addAll(files.map((file) => new Request(file, { credentials: "omit" })));
    for (const [name, allowed] of [[PAGE, sensors.none], [NEAR, sensors.near]]) {
      const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Permissions-Policy": allowed };
      await cache.put(name, new Response(page, { headers }));
    }
  } catch (error) {
    await caches.delete(own);
    throw error;
  }
  // Files are named by their content, so pages of the deployment before lose nothing.
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(FILES) && name !== own);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** A page as the service writes it for this person; without a connection the one that is kept. */
async function pageFor(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch (error) {
    const { pathname } = new URL(event.request.url);
    const kept = await caches.match(pathname === NEAR_ME ? NEAR : PAGE, { cacheName: own });
    if (kept) return kept;
    throw error;
  }
}

/** A browser wakes the worker again later when this fails. */
async function sendLater() {
  if (!(await sendWaiting())) throw new Error("not all was sent");
}

/** What has its content in its name: kept, else fetched. */
const fileFor = async ({ request }, cacheName) => (await caches.match(request, { cacheName, ignoreVary: true })) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("sync", (event) => { if (event.tag === SYNC) event.waitUntil(sendLater()); });
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (BUILT.test(pathname)) event.respondWith(fileFor(event, own));
  else if (DRAWING.test(pathname)) event.respondWith(fileFor(event, PLANS));
  else if (request.mode === "navigate" && !NO_PAGE.test(pathname)) event.respondWith(pageFor(event));
});
