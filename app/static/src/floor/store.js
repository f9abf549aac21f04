// The state of a floor page: one object, and those who want to know when a part of it changes.

/** `set` merges and tells each listener whose key changed; `on(keys, listener)` subscribes, and what
    it returns ends that. */
export function makeStore(initial) {
  let state = Object.freeze({ ...initial });
  const listeners = [];
  return {
    get: () => state,
    set(changes) {
      const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
      if (changed.length === 0) return;
      state = Object.freeze({ ...state, ...changes });
      for (const { keys, listener } of listeners) {
        if (changed.some((key) => keys.includes(key))) listener(state);
      }
    },
    on(keys, listener) {
      const entry = { keys, listener };
      listeners.push(entry);
      return () => listeners.splice(listeners.indexOf(entry), 1);
    },
  };
}
