// Favourite places: a star that only its person sees.

import { announce } from "./announce.js";
import { api } from "./api.js";
import { h, icon } from "./dom.js";

const say = { true: "Starred", false: "Star taken back" };

/** A button that stars a place ({id, title, isFavourite}) and takes the star back; `failed(problem)`
    is told why it could not, `changed(isFavourite)` that it did. */
export function starButton({ id, title, isFavourite }, failed, changed = () => {}) {
  const button = h("button", { type: "button", class: "icon-button star", "aria-label": `Favourite: ${title}`, onclick: turn }, icon("star"));
  let starred = isFavourite;
  const show = () => button.setAttribute("aria-pressed", String(starred));

  async function turn() {
    button.disabled = true;
    try {
      await api(starred ? "DELETE" : "PUT", `/me/favourites/${id}`, { ifLost: "Look again before you try once more." });
      starred = !starred;
      announce(`${say[starred]}: ${title}`);
      changed(starred);
    } catch (problem) {
      failed(problem);
    } finally {
      button.disabled = false;
      show();
      button.focus();
    }
  }

  show();
  return button;
}
