// The profile of an office: which one this plan is read with, what drifted, and saving one.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h } from "../common/dom.js";
import { toast } from "../common/toast.js";
import { note } from "./note.js";
import { profileList } from "./profile_list.js";
import { roleText } from "./words.js";

const percent = (share) => `${Math.round(share * 100)} %`;

function why(offer) {
  return h("details", { class: "evidence" }, h("summary", {}, `${percent(offer.score)} alike: why`),
    h("ul", { class: "small" }, ...offer.why.map(({ sentence }) => h("li", {}, sentence))));
}

/** What was renamed, with a button that gives the new name the role of the old one. */
function driftItem(drift, draft, editable, carry) {
  const decision = drift.now && draft[drift.what].find(({ name }) => name === drift.now);
  const isCarried = decision?.role === drift.role;
  const words = drift.now
    ? isCarried ? `It is read as ${roleText(drift.what, drift.role).toLowerCase()}, as before.` : ""
    : `It was ${roleText(drift.what, drift.role).toLowerCase()}.`;
  return h("li", { class: "stack", "data-drift": drift.was },
    h("p", {}, drift.sentence, words && ` ${words}`),
    drift.now && !isCarried && editable && h("button", { type: "button", class: "button",
      onclick: () => carry({ [drift.what]: { [drift.now]: drift.role } }) }, `Read “${drift.now}” as ${roleText(drift.what, drift.role).toLowerCase()}`));
}

function drifts(offer, draft, editable, carry) {
  if (!offer.drift.length) return null;
  const renamed = offer.drift.filter(({ now }) => now).length;
  const title = renamed ? `The drawing has drifted: ${renamed === 1 ? "one name is" : `${renamed} names are`} other than in the profile.` : "Some names of the profile are not in this drawing.";
  return h("div", { class: renamed ? "note warning stack" : "note stack", role: "group", "aria-label": "Drift" }, h("strong", {}, title),
    h("ul", { class: "drift-list" }, ...offer.drift.map((drift) => driftItem(drift, draft, editable, carry))));
}

function usedPart(offer, { draft, editable, use, carry }) {
  return [
    h("p", {}, "Read with the profile ", h("strong", {}, offer.name), offer.by_itself ? ": it was found by how the drawing is drawn. " : ". ",
      editable && h("button", { type: "button", class: "link-button", onclick: () => use(null) }, "Read it without")),
    why(offer),
    drifts(offer, draft, editable, carry),
  ];
}

function offerItem(offer, use) {
  return h("li", { class: "stack", "data-profile": offer.name },
    h("p", {}, h("strong", {}, offer.name), ` ${percent(offer.score)} alike`),
    h("div", { class: "row" }, h("button", { type: "button", class: "button", onclick: () => use(offer.id) }, `Read with “${offer.name}”`)),
    why(offer));
}

/** Ask for a name and keep what was decided. */
function saveForm({ planId, used, onsaved }) {
  const input = h("input", { class: "input", id: "profile-name", maxlength: 120, autocomplete: "off", required: true });
  const everything = h("input", { type: "checkbox", id: "profile-everything" });
  const said = h("p", { class: "small", role: "alert" });

  async function keep(send) {
    said.textContent = "";
    try {
      const saved = await send({ plan_id: planId, everything: everything.checked });
      toast(`Saved as the profile “${saved.name}”.`);
      announce(`Saved as the profile ${saved.name}`);
      onsaved();
    } catch (problem) {
      said.textContent = `${problem.message} ${problem.advice}`;
    }
  }

  return h("details", { id: "save-profile" }, h("summary", {}, "Save as profile of …"),
    h("form", { class: "stack", onsubmit: (event) => { event.preventDefault(); keep((body) => api("POST", "/profiles", { body: { ...body, name: input.value } })); } },
      h("p", { class: "small soft" }, "Roles, unit, letters, tolerances and repairs are kept, and the next drawing that is drawn like this one is read with them."),
      h("div", { class: "field" }, h("label", { for: "profile-name" }, "Name of the architect or office"), input),
      h("label", { class: "choice" }, everything, "Also keep the roles that were found without me"),
      h("div", { class: "row" }, h("button", { type: "submit", class: "button primary" }, "Save profile"),
        used && h("button", { type: "button", class: "button", onclick: () => keep((body) => api("PUT", `/profiles/${used.id}`, { body })) }, `Save over “${used.name}”`)),
      said));
}

/** The section about profiles, which fills itself; `use(id or null)` reads the plan with one, and
    `carry(change)` gives roles to renamed layers or blocks. */
export function profilesSection({ plan, draft, editable, use, carry }) {
  const box = h("div", { class: "stack" }, h("p", { class: "soft" }, "Looking for the profile of this office …"));

  async function fill() {
    try {
      const offers = await api("GET", `/plans/${plan.id}/profiles`);
      const used = offers.find((offer) => offer.used);
      const others = editable && !used ? offers : [];
      box.replaceChildren(...[
        ...(used ? usedPart(used, { draft, editable, use, carry }) : [h("p", { class: "soft" }, others.length ? "This drawing looks like one of these:" : "No profile of this office is known.")]),
        others.length > 0 && h("ul", { class: "profile-offers" }, ...others.map((offer) => offerItem(offer, use))),
        editable && saveForm({ planId: plan.id, used, onsaved: fill }),
        profileList(fill),
      ].filter(Boolean));
    } catch (problem) {
      box.replaceChildren(note("problem", problem.message, problem.advice));
    }
  }

  fill();
  return h("section", { class: "stack", "aria-labelledby": "profiles-title", id: "profiles-section" }, h("h2", { id: "profiles-title" }, "Profile"), box);
}
