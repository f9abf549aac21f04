// What was found, in words: each place with what speaks for it, or what comes next and how it differs.

import { bookWord } from "../common/asking.js";
import { h } from "../common/dom.js";
import { starButton } from "../common/favourites.js";
import { addressOf, spanText, windowBetween } from "../common/time.js";
import { longNote } from "../common/times.js";
import { factsOf, titleOf } from "../common/words.js";
import { hoursLine, pointedAt, problemNode } from "../near/answer.js";

const remarks = (list, look) => list.length > 0
  && h("ul", { class: "remarks", "data-look": look }, ...list.map(({ says }) => h("li", {}, says)));

function acts(space, { window, book }) {
  const { from, to } = addressOf(window);
  const query = new URLSearchParams({ from, to, space: space.space_id });
  const button = h("button", { type: "button", class: "button primary", "aria-label": `${bookWord(space.asks)} ${titleOf(space)}`, onclick: () => book(space, button) }, space.asks ? "Ask" : "Book");
  return h("div", { class: "row" }, button, h("a", { class: "button", href: `/floors/${space.floor_id}?${query}` }, "On the map"));
}

function head(title, space, card) {
  const failed = (problem) => card().append(problemNode(problem));
  return h("header", {}, h("h3", {}, title),
    starButton({ id: space.space_id, title: titleOf(space), isFavourite: space.is_favourite }, failed));
}

function place(space, index, parts) {
  const card = h("li", { class: "near-place", "data-space": space.space_id, ...pointedAt(index, parts) },
    head(`${index + 1}. ${titleOf(space)}`, space, () => card),
    h("p", { class: "soft small" }, `${space.floor_name}, ${space.building_name}`),
    factsOf(space) && h("p", { class: "soft small" }, factsOf(space)),
    remarks(space.differs, "differs"), remarks(space.reasons, "for"), acts(space, parts));
  return card;
}

function time({ differs, from, to, place: space }, parts) {
  const window = windowBetween(from, to, parts.zone) ?? parts.window;
  const card = h("li", { class: "near-place near-time", "data-space": space.space_id },
    head(spanText(from, to, parts.zone), space, () => card),
    h("p", {}, h("strong", {}, differs)),
    h("p", { class: "soft small" }, `${titleOf(space)}, ${space.floor_name}, ${space.building_name}`),
    remarks(space.reasons, "for"), acts(space, { window, book: parts.bookAt({ from, to }) }));
  return card;
}

function section(title, list, each) {
  return list.length ? [h("h2", {}, title), h("ol", { class: "stack near-list" }, ...list.map(each))] : [];
}

function nothing({ refusal, next_places: places, next_times: times }) {
  if (refusal) return problemNode({ message: refusal.detail, advice: refusal.advice });
  const next = places.length || times.length ? "The next best are below, each with how it differs." : "Try another day, or wish for less.";
  return h("div", { class: "notice warning" }, h("p", {}, h("strong", {}, "Nothing has all of that in these hours.")), h("p", {}, next));
}

/** The answer as nodes: places that fit, or else other times and other places. */
export function answerNodes(answer, parts) {
  const { places, next_places: others, next_times: times } = answer;
  const shown = (space, index) => place(space, index, parts);
  if (places.length) {
    const found = `${places.length} ${places.length === 1 ? "place" : "places"} you can book, the best first`;
    const [heading, list] = section(found, places, shown);
    return [longNote(parts.window, parts.zone), heading, hoursLine(parts), list].filter(Boolean);
  }
  return [nothing(answer), ...section("At other times", times, (each) => time(each, parts)), ...section("In these hours", others, shown)];
}

/** What is said aloud when an answer is there. */
export function summary({ places, next_places: others, next_times: times }) {
  if (places.length) return `${places.length} found`;
  return others.length || times.length ? `Nothing has all of that; ${times.length} other times, ${others.length} other places` : "Nothing found";
}
