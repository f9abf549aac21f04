// Reads the drawing again with what a person changed, at once: only the last change is waited for, and
// what came for an earlier one is never shown over it.

import { api } from "../common/api.js";
import { one } from "../common/dom.js";
import { toast } from "../common/toast.js";

/** Changes within this time go together, as those of a dial that is being turned. */
const PAUSE_MS = 350;

const merged = (profile, change) => ({
  ...profile, ...change,
  layers: { ...profile.layers, ...change.layers },
  blocks: { ...profile.blocks, ...change.blocks },
  repairs: { ...profile.repairs, ...change.repairs },
  tolerances: { ...profile.tolerances, ...change.tolerances },
});

export class Redraw {
  #turn = 0;
  #timer = null;
  #pending = null;
  /** The profile that was sent last, until the drawing is read with it. */
  #asked = null;
  #sent = Promise.resolve();

  constructor(studio) {
    this.studio = studio;
  }

  /** Begin to wait for something; what is returned tells whether it is still the last. */
  begin() {
    this.#turn += 1;
    const turn = this.#turn;
    return () => turn === this.#turn;
  }

  /** Read it again with a change as soon as no other follows. */
  soon(change) {
    this.#pending = merged(this.#pending ?? {}, change);
    // What is on its way for an earlier change will not be shown any more.
    this.begin();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now({}), PAUSE_MS);
  }

  /** Read it again with a change (`whole`: with nothing else). */
  now(change, whole = false) {
    const { draft, plan, path } = this.studio;
    const base = this.#asked ?? draft?.profile ?? plan.profile;
    const wanted = whole ? change : merged(merged(base, this.#pending ?? {}), change);
    this.#asked = wanted;
    return this.#do(base, () => api("PATCH", path, { body: wanted }));
  }

  /** Read it again with a saved profile, or with none. */
  using(profileId) {
    const { draft, plan, path } = this.studio;
    return this.#do(draft?.profile ?? plan.profile, () => api("PUT", `${path}/profile`, { body: { profile_id: profileId } }));
  }

  async #do(base, send) {
    clearTimeout(this.#timer);
    this.#pending = null;
    const { studio } = this;
    const isWanted = this.begin();
    const before = studio.plan.counts;
    // One after the other, so that the last one sent is the last one to arrive.
    this.#sent = this.#sent.catch(() => null).then(() => (isWanted() ? send() : null));
    try {
      await this.#sent;
      if (!isWanted()) return;
      studio.profileBefore = base;
      await studio.load(before, isWanted);
    } catch (problem) {
      if (isWanted()) toast(`${problem.message} ${problem.advice ?? ""}`);
    } finally {
      if (isWanted()) {
        this.#asked = null;
        one("#reading").hidden = true;
      }
    }
  }
}
