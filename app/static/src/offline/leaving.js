// Signing out empties the device, after asking where something still waits to be sent.

import { openDialog } from "../common/dialog.js";
import { all, h } from "../common/dom.js";
import { isInstalled } from "./installing.js";
import { forget } from "./owner.js";
import { waiting } from "./queue.js";

const countText = (count) => (count === 1 ? "One booking or check-in has" : `${count} bookings and check-ins have`);

/** Resolves to whether to go on. */
async function isMeant(count) {
  const box = openDialog("Sign out all the same?");
  let meant = false;
  const go = () => { meant = true; box.close(); };
  box.show(h("p", {}, `${countText(count)} not been sent yet. Signing out forgets ${count === 1 ? "it" : "them"}.`),
    h("div", { class: "row dialog-actions" }, h("button", { type: "button", class: "button", onclick: box.close }, "Stay signed in"),
      h("button", { type: "button", class: "button danger", onclick: go }, "Forget and sign out")));
  await box.closed;
  return meant;
}

async function leave(form) {
  if (await isInstalled()) {
    const count = (await waiting().catch(() => [])).filter(({ state }) => state === "waiting").length;
    if (count > 0 && !(await isMeant(count))) return;
    await forget({ all: true }).catch(() => {});
  }
  form.submit();
}

/** Make every button that signs out do that. */
export function emptyWhenLeaving() {
  for (const form of all('form[action="/sign-out"]')) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(form);
    });
  }
}
