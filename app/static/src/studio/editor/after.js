// What follows an edit: which spaces are selected then, and what is said of it.

const NEW = {
  draw: ({ added }) => added,
  split: ({ changed, added }) => [...changed, ...added],
  merge: ({ changed }) => changed,
};
const keysOf = (features) => features.map(({ id }) => id);

/** What was made is selected, so that it can be named or numbered at once; else all stays selected. */
export function chosenAfter(action, answer, chosen) {
  if (action.do === "repeat") return [...chosen, ...keysOf(answer.added)];
  return NEW[action.do] ? keysOf(NEW[action.do](answer)) : chosen;
}

const SAID = { do: "", copy: "", undo: "Taken back: ", redo: "Done again: " };

export const doneText = (step, { edit }) => `${SAID[step]}${edit.what}`;
