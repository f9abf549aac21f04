// The log of a plan's edits as this page knows it: do, look ahead, undo, do again. What is asked goes
// out one after the other, so that each request knows the number that the one before it led to.

import { api } from "../../common/api.js";

/** After these nobody knows how the plan stands: it has to be asked for anew. */
const BEHIND = new Set(["edits_stale", "answer_lost"]);

const PATHS = { do: (path) => path, undo: (path) => `${path}/undo`, redo: (path) => `${path}/redo`, copy: (path) => `${path}/copy` };

export class EditLog {
  number = 0;
  canUndo = false;
  canRedo = false;
  #last = Promise.resolve();

  /** `onanswer(answer, step)` is told what an edit changed, `onbehind(problem)` that others were quicker. */
  constructor(planId, { onanswer, onbehind }) {
    Object.assign(this, { path: `/plans/${planId}/edits`, onanswer, onbehind });
  }

  /** How the log stands by an answer, or by the draft's own `edits`. */
  stand({ number, can_undo: canUndo, can_redo: canRedo }) {
    Object.assign(this, { number, canUndo, canRedo });
  }

  /** `make()` tells what to do, once all that was asked before is done. */
  do(make) {
    return this.#next("do", () => ({ action: make() }));
  }

  undo() {
    return this.#next("undo");
  }

  redo() {
    return this.#next("redo");
  }

  /** Copy spaces of another plan, as {source, kinds, named}. */
  copy(wanted) {
    return this.#next("copy", () => wanted);
  }

  async lookAtCopy(wanted) {
    await this.#last;
    return this.#ask("copy", { ...wanted, dry_run: true });
  }

  /** What an edit would change; nothing is kept. */
  async look(action) {
    await this.#last;
    return this.#ask("do", { action, dry_run: true });
  }

  /** Who did what, in order. */
  list() {
    return api("GET", this.path);
  }

  #next(step, make) {
    const answer = this.#last.then(async () => {
      const told = await this.#ask(step, make?.());
      this.stand(told);
      this.onanswer(told, step);
      return told;
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  async #ask(step, body) {
    try {
      return await api("POST", PATHS[step](this.path), { body: { after: this.number, ...body } });
    } catch (problem) {
      if (BEHIND.has(problem.code)) await this.onbehind(problem);
      throw problem;
    }
  }
}
