// What a place can be said to be: the candidates, nearest first, and the edit that says it.

import { kindText } from "../../common/words.js";

const OFFERED = 40;
const NEW = "new";

const away = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);

const awayText = (metres) => (metres < 0.05 ? "in the same place" : `${metres < 10 ? metres.toFixed(1) : Math.round(metres)} m away`);

/** Of a space of the new plan: every place of the plan before of its kind. */
function formerPlaces(change, all) {
  return all.filter((other) => other.kind === change.kind && other.space_id && other.was_at).map((other) => {
    const isIts = other.space_id === change.space_id;
    const now = isIts ? "as it is now" : other.key ? `now taken to be ${other.name}` : "now taken to be gone";
    return { value: other.space_id, name: other.old_name ?? other.name, at: other.was_at, metres: away(change.at, other.was_at), now };
  });
}

/** Of a place that is gone: every space of the new plan of its kind. */
function newPlaces(change, all) {
  return all.filter((other) => other.kind === change.kind && other.key).map((other) => {
    const now = other.space_id ? `now taken to be ${other.old_name ?? other.name}` : "now taken to be new";
    return { value: other.key, name: other.name, at: other.at, metres: away(change.was_at, other.at), now };
  });
}

/** {question, choices: [{value, words, at}]}; the value "new" makes it a new place. */
export function choicesFor(change, all) {
  const isNew = Boolean(change.key);
  const found = (isNew ? formerPlaces(change, all) : newPlaces(change, all))
    .sort((a, b) => a.metres - b.metres)
    .slice(0, OFFERED)
    .map((each) => ({ ...each, words: `${each.name || kindText(change.kind)}, ${awayText(each.metres)}, ${each.now}` }));
  const choices = isNew ? [...found, { value: NEW, words: "A new place: nobody has it yet", at: null }] : found;
  return { question: isNew ? "This is the former" : "It is on the new plan as", choices };
}

/** The edit that says what was chosen; `atOf(key)` is how edits name a space. */
export function sayingOf(change, value, atOf) {
  if (!change.key) return { do: "same_as", space: atOf(value), known: change.space_id };
  const space = atOf(change.key);
  return value === NEW ? { do: "is_new", space } : { do: "same_as", space, known: value };
}

/** The edit that says of a place of the plan before that it is gone. */
export const goneOf = (change) => ({ do: "is_gone", known: change.space_id });

/** The edit that takes back what was said of a change. */
export function takingBack(change, atOf) {
  const space = change.key && atOf(change.key);
  return { do: "as_compared", ...(space && { space }), ...(change.space_id && { known: change.space_id }) };
}

/** The choice that lies nearest to a point. */
export function nearestTo(point, choices) {
  return choices.filter(({ at }) => at).reduce((best, each) => (best && away(point, best.at) <= away(point, each.at) ? best : each), null);
}
