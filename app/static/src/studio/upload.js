// Sends a drawing. XMLHttpRequest, because fetch does not tell how much has been sent.

import { Problem, api, problemOf, renewToken } from "../common/api.js";

const BROKEN = {
  code: "no_connection",
  detail: "The connection broke while the drawing was being sent. Nothing was kept.",
  advice: "Check your connection and send it again.",
};
const LOST = {
  code: "answer_lost",
  detail: "The drawing was sent, but the connection broke before the answer came. We do not know whether it arrived.",
  advice: "Send it again: the same file is kept only once.",
};

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

/** Nobody wants the drawing any more that had arrived by then; one that was read before stays. */
async function takeBack({ id, state }) {
  if (state !== "reading") return;
  try {
    await api("DELETE", `/plans/${id}`);
  } catch {
    // It stays in the list of those that wait, from where it can be removed.
  }
}

/** One request on its way, while `on` may still be aborted. Resolves to {status, body} of its
    answer, null when it was aborted before it was sent. */
function attempt(floorId, file, on) {
  const request = new XMLHttpRequest();
  on.isSent = false;
  on.abort = () => request.abort();
  const answer = new Promise((resolve, reject) => {
    request.upload.addEventListener("load", () => { on.isSent = true; });
    request.upload.addEventListener("progress", (event) => on.share(event.total ? event.loaded / event.total : 0));
    request.addEventListener("abort", () => resolve(null));
    request.addEventListener("error", () => (on.isAborted ? resolve(null) : reject(new Problem(0, on.isSent ? LOST : BROKEN))));
    request.addEventListener("load", () => resolve({ status: request.status, body: answerOf(request) }));
  });
  request.open("POST", `/api/v1/floors/${floorId}/plans`);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]')?.content ?? "");
  const form = new FormData();
  form.append("file", file);
  request.send(form);
  return answer;
}

/** The plan that the file became, null when nobody wants it any more. */
async function arrived(floorId, file, on) {
  let answer = await attempt(floorId, file, on);
  // Somebody has signed in again in another tab: nothing was stored yet, so it is sent again.
  if (answer?.body.code === "csrf" && !on.isAborted && (await renewToken())) answer = await attempt(floorId, file, on);
  if (!answer) return null;
  if (on.isAborted) return (await takeBack(answer.body)) ?? null;
  if (answer.status === 201) return answer.body;
  throw problemOf({ response: answer, document: answer.body }, false);
}

/** Returns {done, abort}: `done` gives the plan or a Problem, null when it was aborted and nothing
    of it is left. */
export function send(floorId, file, onshare) {
  const on = { share: onshare, isSent: false, isAborted: false, abort: null };
  const done = arrived(floorId, file, on);
  // What is sent already arrives: only its answer says what is to be taken back.
  const abort = () => {
    on.isAborted = true;
    if (!on.isSent) on.abort();
  };
  return { done, abort };
}
