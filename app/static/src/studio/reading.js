// Waits for a drawing to be read.

import { api } from "../common/api.js";

const FIRST_MS = 120;
const SLOWEST_MS = 1500;
const SLOWER = 1.25;
const TRIES_WITHOUT_ANSWER = 5;

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

async function ask(planId, tries = 0) {
  try {
    return await api("GET", `/plans/${planId}`);
  } catch (problem) {
    // A service that is being restarted comes back.
    if (![0, 503].includes(problem.status) || tries >= TRIES_WITHOUT_ANSWER) throw problem;
    await pause(SLOWEST_MS);
    return ask(planId, tries + 1);
  }
}

/** Resolves to the plan as soon as it is not being read any more; `wanted()` false ends the wait. */
export async function untilRead(planId, ontell, wanted = () => true) {
  for (let wait = FIRST_MS; wanted(); wait = Math.min(wait * SLOWER, SLOWEST_MS)) {
    const plan = await ask(planId);
    if (plan.state !== "reading") return plan;
    ontell(plan.progress_stage === "waiting" ? "Waiting for its turn" : plan.progress_stage, plan.progress_share);
    await pause(wait);
  }
  return null;
}
