// The state of a floor page: one object, and those who want to know when a part of it changes.

/** `set` merges and tells each listener whose key changed; `on(keys, listener)` subscribes, and what
    it returns ends that. `joining(subscribe)` runs something that subscribes, and tells its listeners
    what has changed since the beginning, as though they had been there. */
export function makeStore(initial) {
  let state = Object.freeze({ ...initial });
  const listeners = [];
  const ever = new Set();
  return {
    get: () => state,
    set(changes) {
      const changed = Object.keys(changes).filter((key) => state[key] !== changes[key]);
      if (changed.length === 0) return;
      state = Object.freeze({ ...state, ...changes });
      changed.forEach((key) => ever.add(key));
      for (const { keys, listener } of listeners) {
        if (changed.some((key) => keys.includes(key))) listener(state);
      }
    },
    joining(subscribe) {
      const known = new Set(listeners);
      const before = [...ever];
      const result = subscribe();
      for (const entry of listeners.filter((each) => !known.has(each))) {
        if (before.some((key) => entry.keys.includes(key))) entry.listener(state);
      }
      return result;
    },
    on(keys, listener) {
      const entry = { keys, listener };
      listeners.push(entry);
      return () => listeners.splice(listeners.indexOf(entry), 1);
    },
  };
}
