// Zones: the list of them, and one drawn round what is selected.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { formRow, ownForm, submitButton } from "./entries.js";
import { boxOf, hullOf, middleOf, ringsOf, rounded } from "./shapes.js";

// A zone goes round its spaces with some room for chairs.
const AROUND_M = 0.3;

/** A ring round spaces, some way off their outlines. */
function ringRound(spaces) {
  const ways = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
  const corners = spaces.flatMap(({ rings }) => rings[0]);
  return hullOf(corners.flatMap(([x, y]) => ways.map(([dx, dy]) => [rounded(x + dx * AROUND_M), rounded(y + dy * AROUND_M)])));
}

export function zoneTask(editor) {
  const names = editor.spaces.zones.map(({ properties }) => properties.name);
  const list = h("datalist", { id: "zone-names" }, ...names.map((name) => h("option", { value: name })));
  const name = h("input", { class: "input", id: "zone-name", list: "zone-names", maxlength: 120, autocomplete: "off", oninput: say });
  const said = h("p", { class: "small soft", role: "status" });
  const show = () => editor.ghosts.show({ areas: editor.selection.size ? [[ringRound(editor.chosen())]] : [] });

  function say() {
    const isKnown = names.some((each) => each.toLowerCase() === name.value.trim().toLowerCase());
    said.textContent = isKnown ? "This zone is there already: its outline is replaced by the one shown." : "The zone goes round the selected spaces, as shown.";
  }

  async function make() {
    if (!name.value.trim()) {
      name.focus();
      said.textContent = "Give the zone a name.";
      return;
    }
    if (await editor.do(() => ({ do: "draw_zone", name: name.value.trim(), ring: ringRound(editor.chosen()) }))) editor.panel.close();
  }

  say();
  show();
  return {
    title: "Zone round the selected spaces",
    fits: (chosen) => chosen.length > 0,
    choose: show,
    first: name,
    nodes: [ownForm(make, field("Name of the zone", name), list, said, formRow(submitButton("Make the zone")))],
  };
}

let isOpen = false;

/** Lets a zone be found and taken away. */
export function zoneList(editor) {
  const { zones } = editor.spaces;
  const show = ({ geometry }) => editor.sheet.lookAt(...middleOf(boxOf(ringsOf(geometry).flat())));
  const remove = ({ properties }) => editor.do(() => ({ do: "delete_zone", name: properties.name }));
  const row = (zone) => {
    const { name } = zone.properties;
    return h("li", {}, h("span", {}, name), h("span", { class: "row" },
      h("button", { type: "button", class: "button quiet", "aria-label": `Show the zone ${name}`, onclick: () => show(zone) }, "Show"),
      editor.editable && h("button", { type: "button", class: "button quiet danger", "aria-label": `Delete the zone ${name}`, onclick: () => remove(zone) }, "Delete")));
  };
  const none = h("p", { class: "soft" }, "There are none. Select spaces and take “Zone…”, or draw one.");
  const details = h("details", { class: "edit-zones", open: isOpen, ontoggle: () => { isOpen = details.open; } }, h("summary", {}, `Zones (${zones.length})`), zones.length ? h("ul", { class: "history" }, ...zones.map(row)) : none);
  return details;
}
