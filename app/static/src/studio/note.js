// A boxed message: what happened, what to do, and at most a few things to press.

import { h } from "../common/dom.js";

/** kind is "", "warning" or "problem". */
export function note(kind, message, advice, ...actions) {
  return h("div", { class: `notice ${kind}`, role: kind === "problem" ? "alert" : null },
    h("p", {}, h("strong", {}, message)),
    advice && h("p", {}, advice),
    actions.some(Boolean) && h("div", { class: "row" }, ...actions));
}

/** A problem with its code, by which it is found in the manual and told to whoever helps. */
export function codedNote({ code, message, advice }, ...actions) {
  const box = note("problem", message, advice);
  if (code) box.append(h("p", { class: "small soft" }, "Code ", h("code", {}, code.toUpperCase())));
  if (actions.some(Boolean)) box.append(h("div", { class: "row" }, ...actions));
  return box;
}

export const problemNote = (problem, ...actions) => note("problem", problem.message, problem.advice, ...actions);
