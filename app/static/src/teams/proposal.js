// A proposal in words: who would sit where, numbered as on the map.

import { h } from "../common/dom.js";
import { titleOf } from "../common/words.js";

const apartText = (metres) => (metres < 0.5 ? "in the middle" : `${metres.toFixed(metres < 10 ? 1 : 0)} m from the middle`);

/** The nodes of proposal number `index` of `all`; `acts` are {book, next, show}. */
export function proposalNodes(all, index, { kind, near }, acts) {
  const proposal = all[index];
  const away = (metres) => (near ? `${metres.toFixed(metres < 10 ? 1 : 0)} m away` : apartText(metres));
  const seat = (each, at) => h("li", { class: "near-place", "data-space": each.space_id, onpointerenter: () => acts.show(at), onfocusin: () => acts.show(at) },
    h("header", {}, h("strong", {}, `${at + 1}. ${each.person_name}`), h("span", {}, titleOf({ name: each.space_name, kind }))),
    h("p", { class: "soft small" }, away(each.away_m)));
  const places = proposal.seats.length === 1 ? "1 place" : `${proposal.seats.length} places`;
  return [
    h("h2", { tabindex: "-1" }, all.length === 1 ? "The one proposal" : `Proposal ${index + 1} of ${all.length}`),
    h("p", { class: "soft" }, `${proposal.floor_name}, ${proposal.building_name}. Nothing is held until you book.`),
    h("ol", { class: "stack near-list" }, ...proposal.seats.map(seat)),
    h("div", { class: "row" },
      h("button", { type: "button", class: "button primary", "data-book": true, onclick: acts.book }, `Book ${places}`),
      all.length > 1 && h("button", { type: "button", class: "button", onclick: acts.next }, "Another proposal")),
  ];
}

/** What the map marks: a proposal's seats as places with numbers. */
export const placesOf = (proposal) => proposal.seats.map((seat) => ({
  ...seat, name: seat.space_name, floor_id: proposal.floor_id, floor_name: proposal.floor_name, building_name: proposal.building_name,
}));
