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
  detail: "The service cannot be reached. Nothing was changed.",
  advice: "Check your connection and try again.",
};

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

async function send(method, path, { body, headers = {} } = {}) {
  const asked = { Accept: "application/json", ...headers };
  if (method !== "GET") asked["X-CSRFToken"] = csrfToken();
  if (body !== undefined) asked["Content-Type"] = "application/json";
  try {
    return await fetch(path, {
      method,
      headers: asked,
      credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, AWAY);
  }
}

async function problemOf(response) {
  const body = await response.json().catch(() => ({}));
  if (response.status === 401) {
    const here = encodeURIComponent(location.pathname + location.search);
    location.assign(`/sign-in?next=${here}`);
  }
  return new Problem(response.status, body);
}

/** Ask the API; resolves to the JSON answer (null when there is none), or throws a Problem. */
export async function api(method, path, options) {
  const response = await send(method, `/api/v1${path}`, options);
  if (!response.ok) throw await problemOf(response);
  const text = response.status === 204 ? "" : await response.text();
  return text ? JSON.parse(text) : null;
}

/** GET with our own memory of the last answer: an unchanged document costs one empty reply. */
export function remembered() {
  let last = { path: null, etag: null, document: null };
  return async (path) => {
    const headers = last.path === path && last.etag ? { "If-None-Match": last.etag } : {};
    const response = await send("GET", `/api/v1${path}`, { headers });
    if (response.status === 304 && last.path === path) return last.document;
    if (!response.ok) throw await problemOf(response);
    last = { path, etag: response.headers.get("ETag"), document: await response.json() };
    return last.document;
  };
}

/** Fetch a document that never changes; the browser keeps it for ever. */
export async function immutable(path) {
  const response = await send("GET", path);
  if (!response.ok) throw await problemOf(response);
  return response.json();
}

/** A key that makes the repetition of one request harmless. */
export function onceKey() {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}
