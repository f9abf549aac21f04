// Writing in such a way that a lost answer does no harm: asked for again, a wish keeps its key.

import { api } from "./api.js";

// Keys of wishes that nobody has answered yet. Asked for again, such a wish keeps its key, and the
// service answers with what it may have made already.
const unanswered = new Map();

/** A key that makes the repetition of one request harmless. */
function onceKey() {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

/** The key of a wish that nobody has answered, for whoever sends it later. */
export const keyOf = (path, body) => unanswered.get(`${path} ${JSON.stringify(body)}`) ?? onceKey();

const isRefusal = ({ status }) => status >= 400 && status < 500;

/** POST a wish; resolves to {made, isAgain}, where `isAgain` says that it may have been made before.
    `ifLost` is what to do when the answer is lost. Throws a Problem. */
export async function postOnce(path, body, ifLost) {
  const asked = `${path} ${JSON.stringify(body)}`;
  const isAgain = unanswered.has(asked);
  const key = unanswered.get(asked) ?? onceKey();
  unanswered.set(asked, key);
  try {
    const made = await api("POST", path, { body, headers: { "Idempotency-Key": key }, ifLost });
    unanswered.delete(asked);
    return { made, isAgain };
  } catch (problem) {
    if (isRefusal(problem)) unanswered.delete(asked);
    throw problem;
  }
}
