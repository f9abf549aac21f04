// All saved profiles: rename one, remove one.

import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { problemNote } from "./note.js";
import { dayOf, plural } from "./words.js";

function item(profile, onchange) {
  const input = h("input", { class: "input", value: profile.name, maxlength: 120, "aria-label": `New name of ${profile.name}`, autocomplete: "off" });
  const form = h("form", { class: "row", hidden: true, onsubmit: rename }, input, h("button", { type: "submit", class: "button" }, "Rename"));
  const rules = Object.keys(profile.profile.layers ?? {}).length + Object.keys(profile.profile.blocks ?? {}).length;

  async function tell(work) {
    try {
      await work();
      onchange();
    } catch (problem) {
      toast(`${problem.message} ${problem.advice}`);
    }
  }

  function rename(event) {
    event.preventDefault();
    tell(() => api("PATCH", `/profiles/${profile.id}`, { body: { name: input.value } }));
  }

  function show() {
    form.hidden = !form.hidden;
    if (!form.hidden) input.select();
  }

  const remove = h("button", { type: "button", class: "button quiet", "aria-label": `Remove the profile ${profile.name}`, onclick: sure }, "Remove");

  // One more press instead of a dialog: nothing that was read with it changes.
  function sure() {
    if (remove.dataset.sure) {
      tell(() => api("DELETE", `/profiles/${profile.id}`));
      return;
    }
    remove.dataset.sure = "true";
    remove.textContent = "Remove for good";
  }

  return h("li", { class: "stack" },
    h("p", {}, h("strong", {}, profile.name), h("span", { class: "soft small" },
      ` ${plural(rules, "role")}, read with it: ${plural(profile.plans, "plan")}; from ${profile.file_name}, ${profile.by ? `${profile.by}, ` : ""}${dayOf(profile.changed_at)}`)),
    h("div", { class: "row" }, h("button", { type: "button", class: "button quiet", "aria-label": `Rename the profile ${profile.name}`, onclick: show }, "Rename"), remove),
    form);
}

/** A fold with all profiles, asked for when it is opened; `onchange()` after one was changed. */
export function profileList(onchange) {
  const list = h("ul", { class: "profile-list" });

  async function fill() {
    try {
      const found = await api("GET", "/profiles");
      list.replaceChildren(...(found.length ? found.map((profile) => item(profile, onchange)) : [h("li", { class: "soft" }, "None is saved yet.")]));
    } catch (problem) {
      list.replaceChildren(h("li", {}, problemNote(problem)));
    }
  }

  const fold = h("details", { ontoggle: () => { if (fold.open) fill(); } }, h("summary", {}, "All profiles"), list);
  return fold;
}
