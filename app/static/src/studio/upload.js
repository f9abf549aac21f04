// Sends a drawing. XMLHttpRequest, because fetch does not tell how much has been sent.

import { Problem, api } from "../common/api.js";

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

/** Returns {done, abort}: `done` gives the plan or a Problem, null when it was aborted and nothing
    of it is left. */
export function send(floorId, file, onshare) {
  const request = new XMLHttpRequest();
  let isSent = false;
  let isAborted = false;
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("load", () => { isSent = true; });
    request.upload.addEventListener("progress", (event) => onshare(event.total ? event.loaded / event.total : 0));
    request.addEventListener("abort", () => resolve(null));
    request.addEventListener("error", () => (isAborted ? resolve(null) : reject(new Problem(0, isSent ? LOST : BROKEN))));
    request.addEventListener("load", async () => {
      if (isAborted) resolve(await takeBack(answerOf(request)) ?? null);
      else if (request.status === 201) resolve(answerOf(request));
      else reject(new Problem(request.status, answerOf(request)));
    });
  });
  request.open("POST", `/api/v1/floors/${floorId}/plans`);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", document.querySelector('meta[name="csrf-token"]')?.content ?? "");
  const form = new FormData();
  form.append("file", file);
  request.send(form);
  // What is sent already arrives: only its answer says what is to be taken back.
  const abort = () => {
    isAborted = true;
    if (!isSent) request.abort();
  };
  return { done, abort };
}
