// The switch that keeps the search on this phone, and what is downloaded for it.

import { all, h } from "../../common/dom.js";
import { keepDownload } from "../../offline/ways.js";
import { keptDownload, orKept } from "../../offline/ground.js";
import { profileWords } from "../walking.js";
import { download } from "./download.js";

const HINT = "The ways of the building you chose are downloaded, and where you are never leaves this phone.";
/** What a phone can look for by itself, as the buttons name it. */
const ON_PHONE = new Set(["booth", "charger"]);

/** Hide the buttons for what only the service knows: what is around, and what nobody books. */
export function offerOnPhone(isOn) {
  for (const button of all("[data-what]")) button.hidden = isOn && !ON_PHONE.has(button.dataset.what);
}

/** `box` takes the switch; `named(floorId)` gives {building_name}, `planOf(floorId)` loads a floor's drawing, `chosen()` gives
    {floorId, profile, hours} as they are chosen now. */
export function makeSwitch(box, { named, planOf, chosen }) {
  const choice = h("input", { type: "checkbox", id: "near-device" });
  const kept = h("span", { class: "hint", role: "status", id: "near-kept" });
  box.append(h("label", { class: "near-device" }, choice, h("span", {}, h("strong", {}, "Search on this phone"), h("span", { class: "hint" }, HINT))), kept);

  /** Say once it is here what is kept; nobody waits for it. */
  async function keep({ ways, content, statuses }, profile, building) {
    const floors = ways.floors.map(({ id }) => id);
    const isKept = await keepDownload({ profile, floors, content, building, statuses }, Date.now());
    if (isKept === null) return;
    kept.textContent = isKept ? `${building}, ${profileWords(profile)}: also without a connection.`
      : `${building} does not fit into what this phone may keep: only with a connection.`;
  }

  async function fetchedNow(floorId, profile, hours) {
    const data = await download(floorId, profile, hours);
    // All floors are loaded, so that none tells on which one something was found.
    await Promise.all(data.ways.floors.map(({ id }) => planOf(id)));
    keep(data, profile, named(floorId).building_name);
    return data;
  }

  const fetched = (floorId, profile, hours) =>
    orKept(() => fetchedNow(floorId, profile, hours), () => keptDownload(floorId, profile, hours));

  /** Download what is chosen before it is asked for; what cannot be had is told of when it is. */
  function prepare() {
    kept.textContent = "";
    const { floorId, profile, hours } = chosen();
    if (choice.checked) fetched(floorId, profile, hours).catch(() => {});
  }

  choice.addEventListener("change", () => { offerOnPhone(choice.checked); prepare(); });
  return { isOn: () => choice.checked, fetched, prepare };
}
