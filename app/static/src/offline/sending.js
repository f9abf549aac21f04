// Sends what waited, in a page or in the worker: one at a time, whoever else would like to.

import { readAll, remove, write } from "./database.js";
import { alone } from "./names.js";
import { ownerOf } from "./owner.js";
import { tellNews } from "./queue.js";

const API = "/api/v1";
const UNAUTHORIZED = 401;
const TOO_MANY = 429;
// A check-in says that somebody is there now. So long afterwards nobody knows.
const CHECK_IN_LASTS_MS = 4 * 60 * 60 * 1000;
const TAKEABLE = new Set(["take", "claim", "sit_here", "own"]);
const OTHERS = 3;

/** What must be sent later: nothing was answered, or nobody is signed in. */
class Later extends Error {}

async function ask(method, path, token, { body, key } = {}) {
  const headers = { Accept: "application/json", ...(token && { "X-CSRFToken": token }), ...(key && { "Idempotency-Key": key }) };
  if (body) headers["Content-Type"] = "application/json";
  let answer;
  let told;
  try {
    answer = await fetch(API + path, { method, headers, credentials: "same-origin", body: body && JSON.stringify(body) });
    told = await answer.json().catch(() => ({}));
  } catch {
    throw new Later();
  }
  if (answer.status >= 500 || [UNAUTHORIZED, TOO_MANY].includes(answer.status) || told.code === "csrf") throw new Later();
  return { ok: answer.ok, told };
}

const placeOf = ({ space_id, name, kind, floor_id, distance_m }) => ({ space_id, name, kind, floor_id, distance_m });

/** Why a wish did not come true. In the case of a taken place it is told in our own words. */
const refusalOf = ({ code, detail, advice, alternatives = [] }) => ({
  code, others: alternatives.slice(0, OTHERS).map(placeOf), ...(code === "taken" ? {} : { detail, advice }),
});

async function sendBooking({ space_id, from, to, key }, token) {
  const { ok, told } = await ask("POST", "/bookings", token, { body: { space_id, from, to }, key });
  return ok ? null : refusalOf(told);
}

/** To say that one is there means what the place's code would offer: looked at first, so that a check-in
    whose answer was lost is not made again. */
async function sendCheckIn({ space_id, at }, token) {
  if (Date.now() - at > CHECK_IN_LASTS_MS) return { code: "check_in_too_late", others: [] };
  const { ok, told } = await ask("GET", `/at/${space_id}`, token);
  if (!ok) return refusalOf(told);
  if (told.step === "check_out") return null;
  const path = told.step === "check_in" ? `/bookings/${told.booking_id}/check-in` : TAKEABLE.has(told.step) && `/spaces/${space_id}/take`;
  if (!path) return { code: "taken", others: told.others.slice(0, OTHERS).map(placeOf) };
  const done = await ask("POST", path, token, { body: told.step === "check_in" ? undefined : {} });
  return done.ok ? null : refusalOf(done.told);
}

const SENDERS = { booking: sendBooking, check_in: sendCheckIn };

async function send(wish, token) {
  const problem = await SENDERS[wish.kind](wish, token);
  if (problem) await write("waiting", { ...wish, state: "refused", problem });
  else await remove("waiting", wish.key);
  tellNews(problem ? null : wish);
}

async function sendAll() {
  const due = (await readAll("waiting")).filter(({ state }) => state === "waiting").sort((a, b) => a.at - b.at);
  if (due.length === 0) return true;
  const { told } = await ask("GET", "/me/csrf-token");
  const whose = await ownerOf(told.person_id);
  for (const wish of due) {
    // Somebody else is signed in: it was not their wish, and its own person is gone from here.
    if (wish.owner !== whose) await remove("waiting", wish.key);
    else await send(wish, told.csrf_token);
  }
  return true;
}

/** Send all that waits; false when some must wait longer. */
export const sendWaiting = () => alone("sending", () => sendAll().catch((error) => {
  if (!(error instanceof Later)) throw error;
  return false;
}));
