// One's waits on "My bookings": leave a list, change how one is served, answer an offer.

import { Problem } from "../common/api.js";
import { all, h, one } from "../common/dom.js";
import { toast } from "../common/toast.js";
import * as waits from "../common/waits.js";
import { sessionNote } from "./note.js";

function fail(card, problem) {
  if (!(problem instanceof Problem)) throw problem;
  one(".notice.problem", card)?.remove();
  card.append(h("div", { class: "notice problem", role: "alert" },
    h("p", {}, h("strong", {}, problem.message)), problem.advice && h("p", {}, problem.advice)));
}

async function act(card, button) {
  const { wait: id, title } = card.dataset;
  const isTake = button.dataset.waitAct === "take";
  const isOffer = card.classList.contains("offered");
  button.disabled = true;
  try {
    await (isTake ? waits.take : waits.leave)(id);
  } catch (problem) {
    button.disabled = false;
    fail(card, problem);
    return;
  }
  if (isTake) sessionNote(`${title}: the place is yours`);
  else sessionNote(isOffer ? `${title}: it goes to the next one` : `You no longer wait for ${title}`);
}

async function changeMode(card, select) {
  try {
    await waits.setMode(card.dataset.wait, select.value);
    toast(select.value === "book" ? "It is booked for you when it is your turn" : "You are asked when it is your turn");
  } catch (problem) {
    select.value = select.value === "book" ? "ask" : "book";
    fail(card, problem);
  }
}

/** Bring the waits of the page to life; a page without any is left alone. */
export function waitsPart(root) {
  for (const card of all("[data-wait]", root)) {
    for (const button of all("[data-wait-act]", card)) button.addEventListener("click", () => act(card, button));
    const mode = one("[data-wait-mode]", card);
    mode?.addEventListener("change", () => changeMode(card, mode));
  }
}
