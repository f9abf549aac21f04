// Talks to our own API with the session cookie. Every refusal becomes a Problem with a text for a
// person: what happened, what was kept, what to do next.

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || "That did not work.");
    this.status = status;
    this.code = body.code || "unknown";
    this.advice = body.advice || "";
    this.alternatives = body.alternatives || [];
    // What a rule compared, for the few pages that show it.
    this.fields = body;
  }
}

const AWAY = {
  code: "no_connection",
  detail: "The service cannot be reached.",
  advice: "Check your connection and try again.",
};
const OFFLINE = {
  code: "no_connection",
  detail: "You are offline. Nothing was sent.",
  advice: "Try again when you are connected.",
};
const LOST = {
  code: "answer_lost",
  detail: "The connection broke before the answer came. We do not know whether it arrived.",
  advice: "Reload the page to see how things stand before you try again.",
};
const SIGNED_OUT = {
  code: "signed_out",
  detail: "Your sign-in has ended. Nothing was changed.",
  advice: "Sign in again in another tab or window, then try again here: what you typed stays.",
};
const OWN_FAULT = 500;
const NOT_SIGNED_IN = 401;

const meta = (page, name) => page.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** The document of an answer, null when it is empty. Throws when nobody of ours wrote it: a proxy
    that lost our service, or a connection that broke half-way. */
async function documentOf(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : null;
  } catch (error) {
    if (response.ok || response.status >= OWN_FAULT) throw error;
    return null;
  }
}

/** Resolves to {response, document}; throws a Problem when no answer came. A read can simply be
    asked again; a write may have arrived, and `ifLost` is what to do then. */
async function send(method, path, { body, form, headers = {}, isRead = method === "GET", ifLost = LOST.advice } = {}) {
  const asked = { Accept: "application/json", ...headers };
  if (method !== "GET") asked["X-CSRFToken"] = meta(document, "csrf-token");
  if (body !== undefined) asked["Content-Type"] = "application/json";
  const isOffline = !navigator.onLine;
  try {
    const response = await fetch(path, {
      method,
      headers: asked,
      credentials: "same-origin",
      body: body === undefined ? form : JSON.stringify(body),
    });
    return { response, document: await documentOf(response) };
  } catch {
    if (isRead) throw new Problem(0, AWAY);
    throw new Problem(0, isOffline ? OFFLINE : { ...LOST, advice: ifLost });
  }
}

/** The page's token belongs to the sign-in before; the one of now is on the page as it is served now.
    False when somebody else has signed in, for whom nothing here was meant. */
export async function renewToken() {
  const text = await fetch(location.href, { credentials: "same-origin" }).then((answer) => answer.text()).catch(() => "");
  const served = new DOMParser().parseFromString(text, "text/html");
  const token = meta(served, "csrf-token");
  if (!token || meta(served, "person") !== meta(document, "person")) return false;
  document.querySelector('meta[name="csrf-token"]').setAttribute("content", token);
  return true;
}

/** Nobody is signed in any more: who looks is led to sign in. Who was about to change something has
    typed it into this page, which therefore stays. */
export function problemOf({ response, document }, isRead) {
  if (response.status !== NOT_SIGNED_IN) return new Problem(response.status, document ?? {});
  if (!isRead) return new Problem(response.status, SIGNED_OUT);
  const here = encodeURIComponent(location.pathname + location.search);
  location.assign(`/sign-in?next=${here}`);
  return new Problem(response.status, document ?? {});
}

/** Ask the API; resolves to the JSON answer (null when there is none), or throws a Problem.
    `isRead` says that a POST changes nothing, `ifLost` what to do when a write's answer is lost. */
export async function api(method, path, options) {
  let answer = await send(method, `/api/v1${path}`, options);
  // Somebody has signed in again in another tab. Nothing was done yet, so it is simply asked again.
  if (answer.document?.code === "csrf" && (await renewToken())) answer = await send(method, `/api/v1${path}`, options);
  if (!answer.response.ok) throw problemOf(answer, method === "GET");
  return answer.document;
}

/** GET an answer of the API that is no text, as an ArrayBuffer; the browser's own memory is asked first. */
export async function bytes(path) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { credentials: "same-origin" });
    if (response.ok) return await response.arrayBuffer();
  } catch {
    throw new Problem(0, AWAY);
  }
  throw problemOf({ response, document: await documentOf(response) }, false);
}

/** GET with our own memory of the last answer: an unchanged document costs one empty reply. */
export function remembered() {
  let last = { path: null, etag: null, document: null };
  return async (path) => {
    const headers = last.path === path && last.etag ? { "If-None-Match": last.etag } : {};
    const answer = await send("GET", `/api/v1${path}`, { headers });
    if (answer.response.status === 304 && last.path === path) return last.document;
    if (!answer.response.ok) throw problemOf(answer, true);
    last = { path, etag: answer.response.headers.get("ETag"), document: answer.document };
    return last.document;
  };
}

/** Fetch a document that never changes; the browser keeps it for ever. */
export async function immutable(path) {
  const answer = await send("GET", path);
  if (!answer.response.ok) throw problemOf(answer, true);
  return answer.document;
}
