// How good a position would be, asked while it is typed and before anything is saved.

import { api } from "../common/api.js";

// Short enough to follow a hand, long enough not to ask for every digit.
const SOON_MS = 250;

/** `tell(report, problem)` hears of the newest question only; both are null when there is none. */
export function makeLive(planId, tell) {
  let [timer, serial] = [0, 0];

  async function ask(body) {
    serial += 1;
    const mine = serial;
    try {
      const report = await api("POST", `/plans/${planId}/position/check`, { body, isRead: true });
      if (mine === serial) tell(report, null);
    } catch (problem) {
      if (mine === serial) tell(null, problem);
    }
  }

  function stop() {
    clearTimeout(timer);
    serial += 1;
  }

  /** Ask for `bodyNow()` when nothing has changed for a moment; null says that too little is known. */
  function soon(bodyNow) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const body = bodyNow();
      if (body) ask(body);
      else { stop(); tell(null, null); }
    }, SOON_MS);
  }

  return { soon, stop };
}
