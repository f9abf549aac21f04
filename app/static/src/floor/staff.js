// For facility staff: rooms and zones that are booked as one, and places of a space.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { actButton, openDialog } from "../common/dialog.js";
import { h, one } from "../common/dom.js";
import { titleOf } from "../common/words.js";
import { begun } from "./begun.js";
import { statusOf } from "./spaces.js";
import { wholeFacts } from "./wholes.js";

// Only joining, which one came for, is the primary act.
const QUIET = { kind: "" };
const IF_LOST = "Reload the page to see what holds before you try again.";
const heldText = (held) => (held === 0 ? "" : ` ${held === 1 ? "One booking is" : `${held} bookings are`} held, and ${held === 1 ? "its person is" : "their people are"} offered other places.`);

/** The button in the panel that opens all of it. */
export function togetherButton(parts) {
  return h("button", { type: "button", class: "button wide together-button", "aria-haspopup": "dialog", onclick: () => openTogether(parts) }, "Join rooms or zones…");
}

async function openTogether(parts) {
  const { floorId, store, act, spaces, zones } = parts;
  const box = openDialog("Booked together");

  async function did(words) {
    await act.refresh().catch(() => {});
    draw();
    box.say(words);
    box.dialog.querySelector("h2").focus();
    told.textContent = words;
  }
  const told = h("p", { class: "soft" });
  const now = h("div", {});

  function joining() {
    const rooms = spaces.filter(({ kind }) => kind === "room").sort((a, b) => titleOf(a).localeCompare(titleOf(b), "en", { numeric: true }));
    if (rooms.length < 2) return h("p", { class: "soft" }, "Two rooms that can be booked are joined; this floor has fewer.");
    const name = h("input", { class: "input", id: "together-name", type: "text", maxlength: "200", autocomplete: "off" });
    const boxes = rooms.map((room) => h("label", { class: "choice" }, h("input", { type: "checkbox", value: room.id }), h("span", {}, titleOf(room))));
    const join = actButton("Join these rooms", box, async () => {
      const ids = boxes.map((each) => each.firstChild).filter((each) => each.checked).map((each) => each.value);
      const made = await api("POST", `/floors/${floorId}/joined-spaces`, { body: { name: name.value, space_ids: ids }, ifLost: IF_LOST });
      await did(`${made.name} can be booked as one.`);
    });
    return h("div", { class: "stack" },
      h("fieldset", { class: "filter-set" }, h("legend", {}, "Rooms with a folding wall"), h("div", { class: "together-rooms" }, ...boxes)),
      h("div", { class: "field" }, h("label", { for: "together-name" }, "What they are called together"), name),
      h("div", { class: "row" }, join));
  }

  function zoning() {
    const known = new Set(store.get().wholes.map(({ zoneId }) => zoneId));
    const open = zones.filter(({ id, name }) => id && name && !known.has(id));
    const rows = open.map(({ id, name }) => h("li", {}, h("span", {}, name), actButton(`Let ${name} be booked`, box, async () => {
      await api("PUT", `/zones/${id}/bookable`, { ifLost: IF_LOST });
      await did(`${name} can be booked as one.`);
    }, QUIET)));
    return rows.length > 0 && h("section", { class: "stack" }, h("h3", {}, "Zones"), h("ul", { class: "together-list" }, ...rows));
  }

  function ending() {
    const rows = store.get().wholes.map((whole) => h("li", {},
      h("span", {}, h("strong", {}, titleOf(whole)), h("span", { class: "soft small" }, wholeFacts(whole))),
      actButton(`Separate ${titleOf(whole)}`, box, async () => {
        const { held_bookings: held } = await api("DELETE", `/joined-spaces/${whole.id}`, { ifLost: IF_LOST });
        await did(`${titleOf(whole)} is no longer booked as one.${heldText(held)}`);
      }, QUIET)));
    return rows.length > 0 && h("section", { class: "stack" }, h("h3", {}, "Now booked as one"),
      h("p", { class: "soft small" }, "Separating keeps the bookings that there are: they are held until their people choose other places."),
      h("ul", { class: "together-list" }, ...rows));
  }

  function draw() {
    told.textContent = "";
    now.replaceChildren(...[ending()].filter(Boolean));
    box.show(...[told, now, h("h3", {}, "Join rooms"), joining(), zoning()].filter(Boolean));
  }

  draw();
  // News may come in before the answer to what was done here, and have it already.
  const unheard = store.on(["wholes"], () => now.replaceChildren(...[ending()].filter(Boolean)));
  await box.closed;
  unheard();
  // The panel was drawn anew behind it, and its button with it.
  one(".panel .together-button")?.focus();
}

/** How many can book a space at once, to be changed. */
export function placesForm(space, state, parts) {
  const now = statusOf(state, space.id).places ?? 1;
  return begun("places", `${space.id} ${now}`, () => formOfPlaces(space, now, parts));
}

function formOfPlaces(space, now, { act }) {
  const field = h("input", { class: "input", id: "places", type: "number", min: "1", max: "10000", step: "1", required: true, value: now });
  const submit = async (event) => {
    event.preventDefault();
    const places = Number(field.value);
    if (await act.setPlaces(space, places)) announce(`${titleOf(space)} has ${places === 1 ? "one place" : `${places} places`}.`);
  };
  return h("details", { class: "panel-part places-part" }, h("summary", {}, now === 1 ? "Places" : `${now} places`),
    h("form", { class: "stack", onsubmit: submit },
      h("div", { class: "field" }, h("label", { for: "places" }, "How many people may book it at once"), field),
      h("button", { type: "submit", class: "button" }, "Save places")));
}
