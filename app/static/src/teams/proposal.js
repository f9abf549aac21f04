// A proposal in words: who would sit where, numbered as on the map.

import { h } from "../common/dom.js";
import { titleOf } from "../common/words.js";

const apartText = (metres) => (metres < 0.5 ? "in the middle" : `${metres.toFixed(metres < 10 ? 1 : 0)} m from the middle`);

/** "First floor", or both floors of a team that would sit on two. */
export const floorsText = ({ floor_name: floor, other_floor_name: other }) => (other ? `${floor} and ${other}` : floor);

const countOn = (proposal, id) => proposal.seats.filter((seat) => seat.floor_id === id).length;

/** Said before anything else: that the team would not be on one floor. */
function twoFloors(proposal) {
  if (!proposal.other_floor_id) return null;
  const on = (id, name) => `${countOn(proposal, id)} on ${name}`;
  return h("div", { class: "notice warning", "data-two-floors": true },
    h("p", {}, h("strong", {}, "On two floors. "), `No chosen floor has places for all of you: ${on(proposal.floor_id, proposal.floor_name)}, ${on(proposal.other_floor_id, proposal.other_floor_name)}.`));
}

/** The nodes of proposal number `index` of `all`; `acts` are {book, next, show}. */
export function proposalNodes(all, index, { kind, near }, acts) {
  const proposal = all[index];
  const away = (metres) => (near ? `${metres.toFixed(metres < 10 ? 1 : 0)} m away` : apartText(metres));
  const seat = (each, at) => h("li", { class: "near-place", "data-space": each.space_id, onpointerenter: () => acts.show(at), onfocusin: () => acts.show(at) },
    h("header", {}, h("strong", {}, `${at + 1}. ${each.person_name}`), h("span", {}, titleOf({ name: each.space_name, kind }))),
    h("p", { class: "soft small" }, proposal.other_floor_id ? `${each.floor_name}, ${each.floor_id === proposal.floor_id ? away(each.away_m) : `${away(each.away_m)} as seen from above`}` : away(each.away_m)));
  const places = proposal.seats.length === 1 ? "1 place" : `${proposal.seats.length} places`;
  return [
    h("h2", { tabindex: "-1" }, all.length === 1 ? "The one proposal" : `Proposal ${index + 1} of ${all.length}`),
    twoFloors(proposal),
    h("p", { class: "soft" }, `${floorsText(proposal)}, ${proposal.building_name}. Nothing is held until you book.`),
    h("ol", { class: "stack near-list" }, ...proposal.seats.map(seat)),
    h("div", { class: "row" },
      h("button", { type: "button", class: "button primary", "data-book": true, onclick: acts.book }, `Book ${places}`),
      all.length > 1 && h("button", { type: "button", class: "button", onclick: acts.next }, "Another proposal")),
  ].filter(Boolean);
}

/** What the map marks: a proposal's seats as places with numbers. */
export const placesOf = (proposal) => proposal.seats.map((seat) => ({
  ...seat, name: seat.space_name, building_name: proposal.building_name,
}));
