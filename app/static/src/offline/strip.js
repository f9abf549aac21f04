// What waits to be sent, above the page: to be taken back, and to be told why it did not come true.

import { announce } from "../common/announce.js";
import { h, one } from "../common/dom.js";
import { addressOf, spanText, windowBetween } from "../common/time.js";
import { toast } from "../common/toast.js";
import { metresText, titleOf } from "../common/words.js";
import { keptDrawing, keptFloors } from "./keeping.js";
import { NEWS } from "./names.js";
import { sendWaiting } from "./sending.js";
import { takeBack, waiting } from "./queue.js";

const AGAIN_MS = 10_000;

/** The name of a wish's place and its time zone, of what is kept: the wish itself holds ids. */
async function placeOf({ floor_id, space_id }) {
  const floor = (await keptFloors()).find(({ id }) => id === floor_id);
  for (const plan of floor?.plans ?? []) {
    const found = (await keptDrawing(plan))?.spaces.features.find(({ id }) => id === space_id);
    if (found) return { title: titleOf(found.properties), zone: floor.zone };
  }
  return { title: "A place", zone: floor?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone };
}

const whenOf = ({ from, to }, zone) => (from ? `, ${spanText(from, to, zone)}` : "");

function refusalText({ kind, problem, ...wish }, { title, zone }) {
  const what = title + whenOf(wish, zone);
  if (problem.code === "taken") return `${title} was taken meanwhile${whenOf(wish, zone)}.`;
  if (problem.code === "check_in_too_late") return `You were not checked in at ${title}: that was too long ago.`;
  return `${kind === "booking" ? "Not booked" : "Not checked in"}: ${what}. ${problem.detail ?? ""} ${problem.advice ?? ""}`;
}

function otherLink(other, { from, to }, zone) {
  const window = from && windowBetween(from, to, zone);
  const query = new URLSearchParams({ ...(window && addressOf(window)), space: other.space_id });
  const away = other.distance_m === undefined ? "" : `, ${metresText(other.distance_m)}`;
  return h("a", { class: "button", href: `/floors/${other.floor_id}?${query}` }, titleOf(other) + away);
}

async function rowOf(wish) {
  const place = await placeOf(wish);
  const isRefused = wish.state === "refused";
  const close = async () => {
    const isThere = await takeBack(wish.key);
    if (!isRefused) toast(isThere ? `Taken back: ${place.title}` : "It has been sent already: look at “My bookings”.");
  };
  const words = isRefused ? refusalText(wish, place)
    : `${wish.kind === "booking" ? "" : "Check-in at "}${place.title}${whenOf(wish, place.zone)} waits to be sent.`;
  const others = isRefused && wish.problem.others.length > 0 && [h("span", {}, "Free nearby:"), ...wish.problem.others.map((other) => otherLink(other, wish, place.zone))];
  return h("li", { "data-state": wish.state }, h("p", {}, h("strong", {}, words)),
    h("div", { class: "row" }, others, h("button", { type: "button", class: "button", onclick: close }, isRefused ? "Close" : "Take it back")));
}

async function draw(strip) {
  const wishes = await waiting().catch(() => []);
  const rows = await Promise.all(wishes.map(rowOf));
  strip.hidden = rows.length === 0;
  strip.replaceChildren(h("ul", {}, ...rows));
  const refused = wishes.findIndex(({ state }) => state === "refused");
  if (refused >= 0 && !strip.dataset.told) announce(rows[refused].textContent);
  strip.dataset.told = refused >= 0 ? "yes" : "";
  return wishes.some(({ state }) => state === "waiting");
}

async function tellSent(wish) {
  const { title, zone } = await placeOf(wish);
  toast(`${wish.kind === "booking" ? "Sent and booked" : "Sent and checked in"}: ${title}${whenOf(wish, zone)}`);
}

/** Show what waits, and send it whenever there is a connection. */
export async function followWaiting() {
  const strip = h("section", { class: "waiting-strip", "aria-label": "Waiting to be sent", hidden: true });
  one("#main").before(strip);
  let timer = 0;

  async function look() {
    clearTimeout(timer);
    if (!(await draw(strip)) || !navigator.onLine) return;
    // A sign-in that has ended, or a service that is away: this page tries again, and so does the next one.
    if (!(await sendWaiting().catch(() => false))) timer = setTimeout(look, AGAIN_MS);
  }

  new BroadcastChannel(NEWS).addEventListener("message", ({ data }) => {
    if (data.sent) tellSent(data.sent);
    // What was just wished for is tried at once: a browser may not know that it has no connection.
    look();
  });
  addEventListener("online", look);
  await look();
}
