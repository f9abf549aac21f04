// What the floor page leaves behind for the time without a connection.

import { keepFloor, keepStatus } from "./keeping.js";
import { settleOwner } from "./owner.js";

const PAUSE_MS = 5000;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** A function for each answer about what is free and when it came; the newest is kept, at most every few seconds. */
export function makeKeepStatus() {
  let newest = null;
  let isBusy = false;

  async function keepOn() {
    isBusy = true;
    await settleOwner();
    while (newest) {
      const { document, at } = newest;
      newest = null;
      await keepStatus(document, at);
      await pause();
    }
    isBusy = false;
  }

  return (document, at) => {
    newest = { document, at };
    if (!isBusy) keepOn();
  };
}

/** Keep a floor that is being looked at, when nothing is more urgent. */
export function keepVisited(floorId) {
  const keep = () => keepFloor(floorId);
  if (window.requestIdleCallback) requestIdleCallback(keep);
  else setTimeout(keep, PAUSE_MS);
}
