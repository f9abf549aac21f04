// A boxed message: what happened, what to do, and at most a few things to press.

import { h } from "../common/dom.js";

/** kind is "", "warning" or "problem". */
export function note(kind, message, advice, ...actions) {
  return h("div", { class: `notice ${kind}`, role: kind === "problem" ? "alert" : null },
    h("p", {}, h("strong", {}, message)),
    advice && h("p", {}, advice),
    actions.some(Boolean) && h("div", { class: "row" }, ...actions));
}

export const problemNote = (problem, ...actions) => note("problem", problem.message, problem.advice, ...actions);
