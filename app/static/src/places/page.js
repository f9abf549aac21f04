// "Edit places": a saved change comes back as a new page. It opens where the old one stood, so that
// the place that was changed does not jump away under the eyes. Without this script, the address
// leads to it.

import { one } from "../common/dom.js";

const KEY = "floorplans.places.scroll";

function remembered() {
  try {
    const top = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return top === null ? null : Number(top);
  } catch {
    return null;
  }
}

function remember() {
  try {
    sessionStorage.setItem(KEY, String(scrollY));
  } catch { /* Storage is forbidden: the address leads to the place. */ }
}

/** Bring what changed, or what went wrong there, into sight where it is not. */
function show(place) {
  const bar = one(".bar").getBoundingClientRect().bottom;
  const { top, bottom } = place.getBoundingClientRect();
  if (top < bar || bottom > innerHeight) place.scrollIntoView({ block: "center" });
}

export function placesPage(root) {
  const top = remembered();
  const place = location.hash && document.getElementById(location.hash.slice(1));
  if (top !== null && place) {
    const back = () => { scrollTo(0, top); show(place); };
    back();
    // The browser goes to the address once more when all is there.
    addEventListener("load", () => requestAnimationFrame(back), { once: true });
  }
  root.addEventListener("submit", remember);
}
