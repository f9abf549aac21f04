// The worker is asked for after the page is there: it shall not slow anything down.

const SETTLED_MS = 2000;

/** Whether this browser can do it, and may: over HTTPS, or on the machine itself. */
export const canWork = () => window.isSecureContext && "serviceWorker" in navigator && "locks" in navigator && "caches" in window;

/** Whether a worker of ours is at work here; without one nothing needs to be kept. */
export async function isInstalled() {
  if (!canWork()) return false;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => null);
  return Boolean(registration?.active);
}

/** Install the worker once the page has come to rest; a browser without one works as ever. */
export function installWorker() {
  if (!canWork()) return;
  const install = () => setTimeout(() => {
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  }, SETTLED_MS);
  if (document.readyState === "complete") install();
  else addEventListener("load", install);
}
