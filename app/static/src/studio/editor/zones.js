// Zones: the list of them, and one that is seen before the selected spaces are put in it.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { ghostOf } from "../findings/ghost.js";
import { formRow, ownForm, submitButton } from "./entries.js";
import { boxOf, middleOf, ringsOf } from "./shapes.js";

const WAIT_MS = 250;

const isCalled = (name) => ({ properties }) => properties.name.toLowerCase() === name.toLowerCase();

export function zoneTask(editor) {
  const names = editor.spaces.zones.map(({ properties }) => properties.name);
  const list = h("datalist", { id: "zone-names" }, ...names.map((each) => h("option", { value: each })));
  const name = h("input", { class: "input", id: "zone-name", list: "zone-names", maxlength: 120, autocomplete: "off", oninput: soon });
  const said = h("p", { class: "small soft", role: "status" });
  let timer = 0;
  let asked = 0;

  const wanted = () => name.value.trim();
  const action = () => ({ do: "change", zone: wanted(), spaces: editor.spaces.ats(editor.selection.keys()) });

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  }

  /** Show on the map what would come of it. */
  async function look() {
    asked += 1;
    const own = asked;
    editor.ghosts.clear();
    said.textContent = wanted() ? "" : "The map shows the zone once it has a name.";
    if (!wanted() || !editor.selection.size) return;
    try {
      const { planned_zones: zones } = await editor.log.look(action());
      if (own !== asked) return;
      const made = (zones ?? editor.spaces.zones).find(isCalled(wanted()));
      editor.ghosts.show(ghostOf(made.geometry));
      said.textContent = editor.spaces.zones.some(isCalled(wanted())) ? "This zone is there already: it grows to the selected spaces, as shown. They leave every other." : "The zone goes round the selected spaces, as shown. They leave every other.";
    } catch (problem) {
      if (own === asked) said.textContent = `${problem.message} ${problem.advice ?? ""}`;
    }
  }

  async function make() {
    clearTimeout(timer);
    asked += 1;
    if (!wanted()) {
      name.focus();
      said.textContent = "Give the zone a name.";
      return;
    }
    if (await editor.do(action)) editor.panel.close();
  }

  look();
  return {
    title: "Zone of the selected spaces",
    fits: (chosen) => chosen.length > 0,
    choose: soon,
    end: () => { clearTimeout(timer); asked += 1; },
    first: name,
    nodes: [ownForm(make, field("Name of the zone", name), list, said, formRow(submitButton("Put them in the zone")))],
  };
}

let isOpen = false;

/** Lets a zone be found, its spaces be selected, and the zone be taken away. */
export function zoneList(editor) {
  const { zones } = editor.spaces;
  const show = ({ geometry }) => editor.sheet.lookAt(...middleOf(boxOf(ringsOf(geometry).flat())));
  const select = ({ properties }) => {
    editor.selection.set(editor.spaces.list().filter((space) => editor.spaces.zonesOf(space).includes(properties.name)).map(({ key }) => key));
    editor.sayChosen();
  };
  const remove = ({ properties }) => editor.do(() => ({ do: "delete_zone", name: properties.name }));
  const row = (zone) => {
    const { name } = zone.properties;
    const act = (words, run, look = "") => h("button", { type: "button", class: `button quiet ${look}`, "aria-label": `${words} the zone ${name}`, onclick: () => run(zone) }, words);
    return h("li", {}, h("span", {}, name), h("span", { class: "row" }, act("Show", show), act("Select", select), editor.editable && act("Delete", remove, "danger")));
  };
  const none = h("p", { class: "soft" }, "There are none. Select spaces and choose their zone, or draw one.");
  const details = h("details", { class: "edit-zones", open: isOpen, ontoggle: () => { isOpen = details.open; } }, h("summary", {}, `Zones (${zones.length})`), zones.length ? h("ul", { class: "history" }, ...zones.map(row)) : none);
  return details;
}
