// What one booked for teams and is still ahead: one place or all of it can be given back or changed.

import { api } from "../common/api.js";
import * as bookings from "../common/bookings.js";
import { actButton, openDialog } from "../common/dialog.js";
import { h } from "../common/dom.js";
import { addressOf, instants, spanText, windowBetween } from "../common/time.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { toast } from "../common/toast.js";
import { titleOf } from "../common/words.js";

const IF_LOST = "Reload the page to see how the team is booked before you try again.";
const countText = (number) => (number === 1 ? "1 place" : `${number} places`);
const seatTitle = (seat) => titleOf({ name: seat.space_name, kind: seat.kind });

async function ask(title, words, button, act) {
  const box = openDialog(title);
  const keep = h("button", { type: "button", class: "button", onclick: box.close }, "Keep it");
  const go = actButton(button, box, async () => { await act(); box.close(); }, { kind: "danger" });
  box.show(h("p", {}, words), h("div", { class: "row dialog-actions" }, keep, go));
  keep.focus();
  await box.closed;
}

function askHours(team, zone, done) {
  const box = openDialog("Other hours for the team");
  const times = timeFields(`team-${team.id}`, () => zone);
  const { from, to } = team.seats[0];
  times.set(windowBetween(from, to, zone) ?? { date: from.slice(0, 10), from: "09:00", to: "17:00" });
  const save = actButton("Save the new time", box, async () => {
    const trouble = windowTrouble(times.value());
    if (trouble) { box.fail({ message: trouble }); return; }
    await api("PATCH", `/team-bookings/${team.id}`, { body: instants(times.value(), zone), ifLost: IF_LOST });
    box.close();
    await done(`Changed for ${countText(team.seats.length)}`);
  });
  box.show(h("p", { class: "soft" }, "Everybody keeps their place, or nothing is changed."), times.element, h("div", { class: "row dialog-actions" }, save));
  times.fields.date.focus();
}

function seatRow(seat, done) {
  const hours = windowBetween(seat.from, seat.to, seat.time_zone);
  const query = hours ? `?${new URLSearchParams({ ...addressOf(hours), space: seat.space_id })}` : "";
  const giveBack = () => ask(`Cancel for ${seat.person_name}`, `${seatTitle(seat)} is free for others then, and ${seat.person_name} is told. The others keep their places.`, "Cancel this one",
    async () => { await bookings.cancel(seat.booking_id); await done(`Cancelled for ${seat.person_name}: ${seatTitle(seat)}`); });
  return h("li", { class: "team-seat", "data-booking": seat.booking_id },
    h("div", {}, h("strong", {}, seat.person_name), h("span", { class: "soft small" }, `${seatTitle(seat)}, ${seat.floor_name}`)),
    h("div", { class: "row" }, h("a", { class: "button", href: `/floors/${seat.floor_id}${query}`, "aria-label": `${seatTitle(seat)} on the map` }, "On the map"),
      h("button", { type: "button", class: "button danger", "aria-label": `Cancel for ${seat.person_name}`, onclick: giveBack }, "Cancel")));
}

function card(team, done) {
  const [first] = team.seats;
  const floors = [...new Set(team.seats.map((seat) => seat.floor_name))];
  const all = () => ask("Cancel the whole team booking", `${countText(team.seats.length)} ${team.seats.length === 1 ? "is" : "are"} free for others then, and everybody is told.`, "Cancel all",
    async () => { await api("DELETE", `/team-bookings/${team.id}`, { ifLost: IF_LOST }); await done(`Cancelled: ${countText(team.seats.length)}`); });
  return h("details", { class: "series-card", "data-team": team.id },
    h("summary", {}, h("strong", {}, spanText(first.from, first.to, first.time_zone)),
      h("span", {}, team.seats.map((seat) => seat.person_name).join(", ")),
      h("span", { class: "soft small" }, `${floors.join(" and ")}, ${first.building_name}`)),
    h("div", { class: "stack" }, h("ul", { class: "stack team-seats" }, ...team.seats.map((seat) => seatRow(seat, done))),
      h("div", { class: "row" },
        h("button", { type: "button", class: "button", onclick: () => askHours(team, first.time_zone, done) }, "Change the time"),
        h("button", { type: "button", class: "button danger", onclick: all }, "Cancel all"))));
}

/** Show the teams in `box`; resolves when they are there. `open` is the id of the one to unfold. */
export async function showTeams(box, open = null) {
  const teams = await api("GET", "/team-bookings");
  const done = async (words) => { toast(words); await showTeams(box).catch(() => {}); box.querySelector("h2")?.focus(); };
  const cards = teams.map((team) => card(team, done));
  for (const each of cards) each.open = each.dataset.team === open;
  box.replaceChildren(...(cards.length ? [h("h2", { tabindex: "-1" }, "Booked for teams"), ...cards] : []));
  box.dataset.shown = String(cards.length);
}
