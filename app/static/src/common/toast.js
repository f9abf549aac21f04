import { h } from "./dom.js";
import { announce } from "./announce.js";

const SHOWN_MS = 9000;

/** Say something in passing, with at most one thing to do about it. */
export function toast(text, action) {
  const place = document.getElementById("toasts");
  const gone = () => message.remove();
  const message = h(
    "div",
    { class: "toast" },
    h("p", {}, text),
    action && h("button", { type: "button", onclick: () => { gone(); action.run(); } }, action.label),
    h("button", { type: "button", "aria-label": "Close this message", onclick: gone }, "×"),
  );
  place.replaceChildren(message);
  announce(text);
  let timer = setTimeout(gone, SHOWN_MS);
  // Nobody should have to race against a message they are reading.
  const hold = () => clearTimeout(timer);
  const release = () => { hold(); timer = setTimeout(gone, SHOWN_MS); };
  message.addEventListener("pointerenter", hold);
  message.addEventListener("pointerleave", release);
  message.addEventListener("focusin", hold);
  message.addEventListener("focusout", release);
}
