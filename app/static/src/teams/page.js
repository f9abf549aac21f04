// Teams: who comes, when, on which floors; then proposals of places close together, on the map and as
// a list, and all of them booked or none.

import { Problem, api } from "../common/api.js";
import { announce } from "../common/announce.js";
import { all, h, one } from "../common/dom.js";
import { postOnce } from "../common/once.js";
import { instants, spanText, usualWindow } from "../common/time.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { toast } from "../common/toast.js";
import { problemNode } from "../near/answer.js";
import { isPhone, makeOrder } from "../near/order.js";
import { makePicture } from "../near/picture.js";
import { makePlans } from "../near/drawings.js";
import { showTeams } from "./booked.js";
import { makeMembers, makeNear } from "./members.js";
import { floorsText, placesOf, proposalNodes } from "./proposal.js";

const IF_LOST = "Try again: the team is booked only once. “Booked for teams” below shows what you have.";

const trouble = (message, advice = "") => Object.assign(new Error(message), { advice, code: "form" });

/** What the form asks for. Throws what is missing, in words. */
function makeAsked(form, { members, near, times, zoneOf }) {
  return () => {
    const floors = all("[name=floor]:checked", form).map((input) => input.value);
    const people = members.value();
    const hours = windowTrouble(times.value());
    if (hours) throw trouble(hours);
    if (people.length === 0) throw trouble("Nobody comes yet.", "Add at least one colleague.");
    if (floors.length === 0) throw trouble("No floor is chosen.", "Tick at least one floor.");
    return { floor_ids: floors, people, kind: one("#team-kind").value, near: near.value(), over_floors: one("#team-two").checked, ...instants(times.value(), zoneOf()) };
  };
}

/** Shows one proposal after the other. */
function makeShow({ box, picture, book }) {
  return function show(found, asked, index) {
    const proposal = found[index];
    const places = placesOf(proposal);
    const acts = {
      book: (event) => book(proposal, asked, event.currentTarget),
      next: () => show(found, asked, (index + 1) % found.length),
      show: (at) => picture.follow(at, places[at]).catch(() => {}),
    };
    box.replaceChildren(...proposalNodes(found, index, asked, acts));
    picture.show({ spaces: places }, {}, proposal.floor_id).catch(() => {});
    announce(`Proposal ${index + 1} of ${found.length}: ${floorsText(proposal)}, ${proposal.seats.length} places`);
    one("h2", box).focus({ preventScroll: true });
    one(".near-side").scrollTop = 0;
    if (isPhone()) scrollTo(0, 0);
  };
}

/** Book a team; the same wish sent again is the same team. Throws a Problem. */
async function bookTeam(body) {
  const { made, isAgain } = await postOnce("/team-bookings", body, IF_LOST);
  // It had arrived and was given back meanwhile: this is a new wish.
  return isAgain && made.seats.length === 0 ? bookTeam(body) : made;
}

/** Books all of a proposal or nothing, and shows it among what is booked. */
function makeBook({ box, booked, zoneOf, picture }) {
  return async (proposal, asked, button) => {
    const { floor_ids: floors, over_floors: mayBeTwo, ...wanted } = asked;
    const body = { ...wanted, floor_id: proposal.floor_id, other_floor_id: proposal.other_floor_id, places: proposal.seats.map((seat) => seat.space_id) };
    button.disabled = true;
    one(".notice.problem", box)?.remove();
    try {
      const made = await bookTeam(body);
      toast(`Booked ${made.seats.length} places, ${spanText(made.from, made.to, zoneOf())}`);
      box.replaceChildren();
      picture.show({ spaces: [] }, {}, proposal.floor_id).catch(() => {});
      await showTeams(booked, made.id);
      one("h2", booked)?.focus();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      button.disabled = false;
      box.append(problemNode(problem));
    }
  };
}

/** Start the page; settings: floors [{id, name, building, timeZone}], floorId, me {id, name}. */
export function teamsPage(map, { floors, floorId: firstFloor, me, usual }) {
  const [form, box, booked] = [one("#team-form"), one("#team-answer"), one("#team-booked")];
  const go = one("#team-go");
  const say = (problem) => {
    if (!(problem instanceof Problem) && !problem.code) throw problem;
    box.replaceChildren(problemNode(problem));
  };
  const floorNow = () => floors.find(({ id }) => id === one("[name=floor]:checked", form)?.value) ?? floors.find(({ id }) => id === firstFloor) ?? floors[0];
  const zoneOf = () => floorNow().timeZone;
  const times = timeFields("team", zoneOf);
  times.set(usualWindow(Date.now(), zoneOf(), usual));
  one("#team-when").append(times.element);
  const members = makeMembers(one("#team-people"), [me]);
  const near = makeNear(one("#team-near"));
  const planOf = makePlans(() => (windowTrouble(times.value()) ? usualWindow(Date.now(), zoneOf(), usual) : times.value()));
  const picture = makePicture(map, planOf, { choices: one("#team-floors"), legend: one("#team-legend"), say });
  const answered = makeOrder(one(".near"), one(".near-side"), one(".near-stage"), box);
  const show = makeShow({ box, picture, book: makeBook({ box, booked, zoneOf, picture }) });
  const asked = makeAsked(form, { members, near, times, zoneOf });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    try {
      const body = asked();
      box.replaceChildren(h("p", { class: "soft", role: "status" }, "Looking…"));
      const found = await api("POST", "/team-bookings/proposals", { body, isRead: true });
      answered();
      show(found, body, 0);
    } catch (problem) {
      say(problem);
      box.focus({ preventScroll: false });
    } finally {
      go.disabled = false;
    }
  });
  form.addEventListener("change", ({ target }) => { if (target.name === "floor" && target.checked) picture.floor(target.value).catch(say); });
  picture.floor(floorNow().id).catch(say);
  showTeams(booked).catch(say);
}
