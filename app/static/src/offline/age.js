// How old is what is shown, in words.

import { agoText, dayText, wallOf } from "../common/time.js";

const MINUTE_MS = 60_000;

/** "As of 08:41, 12 min ago", with the day where it was another one. */
export function ageText(asOf, zone, now = Date.now()) {
  const [then, today] = [wallOf(asOf, zone), wallOf(now, zone)];
  const day = then.date === today.date ? "" : `${dayText(asOf, zone)}, `;
  return `As of ${day}${then.time}, ${agoText(asOf, now)}`;
}

/** Keep a line of text true while time goes by. */
export function everyMinute(node, text) {
  const show = () => { node.textContent = text(); };
  setInterval(show, MINUTE_MS);
  show();
}
