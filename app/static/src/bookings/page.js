// "My bookings": cancel and change where they stand. The page itself was written by the server.

import { Problem } from "../common/api.js";
import * as bookings from "../common/bookings.js";
import { all, h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, spanText, windowOf } from "../common/time.js";
import { titleOf } from "../common/words.js";
import { toast } from "../common/toast.js";
import { openBring, withText } from "../common/bring_dialog.js";
import { moreMenus, openerOf } from "../common/more.js";
import { sessionNote } from "./note.js";
import { openNote } from "./noting.js";
import { offerPlaces } from "./offers.js";
import { showSeries } from "./series.js";
import { askCancel, askChange } from "./series_scope.js";

function tell(card, problem) {
  if (!(problem instanceof Problem)) throw problem;
  one(".notice.problem", card)?.remove();
  card.append(h("div", { class: "notice problem", role: "alert" },
    h("p", {}, h("strong", {}, problem.message)), problem.advice && h("p", {}, problem.advice)));
}

async function bookAgain(body) {
  try {
    await bookings.book(body);
    location.reload();
  } catch (problem) {
    toast(`${problem.message} ${problem.advice ?? ""}`);
  }
}

/** What booking a card's place again would ask for; null where its hours are none that can be asked. */
function againBody({ space, zone, from, to, brings, person, note, isPrivate }) {
  const window = windowOf(from, to);
  return window && {
    space_id: space, ...instants(window, zone), bring: JSON.parse(brings), is_private: isPrivate === "yes",
    ...(note ? { note } : {}), ...(person ? { for_person_id: person } : {}),
  };
}

/** A row that was cancelled stays where it was until the page is loaded anew: with the next one under
    the pointer, a second click would cancel that too. Undo lies where no button for cancelling was. */
function strike(card, words) {
  const body = card.classList.contains("held") ? null : againBody(card.dataset);
  const said = h("span", { class: "small", tabindex: "-1" }, words);
  for (const part of all(".change-form, .notice", card)) part.remove();
  for (const node of one(".row", card).children) node.inert = true;
  card.classList.add("cancelled");
  one(".row", card).append(h("div", { class: "cancelled-note" },
    body && h("button", { type: "button", class: "button", onclick: () => bookAgain(body) }, "Undo"), said));
  said.focus();
}

const DONE = { "End now": "Ended", "Take it back": "Taken back" };

async function cancel(card, button) {
  const words = DONE[button.textContent] ?? "Cancelled";
  button.disabled = true;
  try {
    await bookings.cancel(card.dataset.booking);
  } catch (problem) {
    button.disabled = false;
    tell(card, problem);
    return;
  }
  strike(card, words);
  toast(`${words}: ${card.dataset.title}`);
}

function openChange(card, button) {
  const shown = one(".time-form", card);
  button.setAttribute("aria-expanded", String(!shown));
  if (shown) { shown.remove(); return; }
  const { booking: id, zone, from, to, title } = card.dataset;
  const trouble = h("p", { class: "when-trouble", role: "alert", hidden: true });
  const fields = timeFields(`change-${id}`, () => zone);
  fields.set(windowOf(from, to) ?? { date: from.slice(0, 10), from: from.slice(11), to: "24:00" });
  const save = async (event) => {
    event.preventDefault();
    const reason = windowTrouble(fields.value());
    trouble.textContent = reason ?? "";
    trouble.hidden = !reason;
    if (reason) return;
    try {
      const booking = await bookings.change(id, instants(fields.value(), zone));
      sessionNote(`Changed: ${title}, ${spanText(booking.from, booking.to, zone)}`);
    } catch (problem) {
      tell(card, problem);
    }
  };
  card.append(h("form", { class: "change-form time-form", onsubmit: save }, fields.element, trouble,
    h("div", { class: "row" }, h("button", { class: "button primary", type: "submit" }, "Save the new time"),
      h("button", { class: "button quiet", type: "button", onclick: () => { openChange(card, button); openerOf(button).focus(); } }, "Keep it"))));
  one(".time-form input", card).focus();
}

async function bring(card) {
  const { booking: id, floor: floorId, zone, from, to, title, brings } = card.dataset;
  const hours = instants(windowOf(from, to), zone);
  const saved = await openBring({ id, floorId, ...hours, title, brings: JSON.parse(brings) });
  if (saved) sessionNote(saved.brings.length > 0 ? `${title}, ${withText(saved.brings).replace("With", "with")}` : `Nothing goes with ${title} any more`);
}

export function bookingsPage(root) {
  for (const card of all(".booking", root)) {
    const { title: name, kind } = card.dataset;
    card.dataset.title = titleOf({ name, kind });
    one("[data-space-title]", card).textContent = card.dataset.title;
  }
  for (const card of all(".booking.held", root)) offerPlaces(card);
  const series = showSeries(root);
  moreMenus(root);
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const card = button.closest(".booking");
    if (button.dataset.act === "bring") { await bring(card); return; }
    if (button.dataset.act === "note") { openNote(card, button, tell); return; }
    const isCancel = button.dataset.act === "cancel";
    const found = (await series)(card.dataset.booking);
    if (found) (isCancel ? askCancel : askChange)(found.made, found.date);
    else (isCancel ? cancel : openChange)(card, button);
  });
  if (history.state?.said) {
    toast(history.state.said);
    history.replaceState(null, "");
  }
}
