// A floor with its beacons, the place that is being chosen for one, and the point of a trial. The page
// works without it: everything that is clicked can be typed.

import { immutable } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { drawFloor } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";
import { headUp } from "../floor/turned.js";
import { keepWhole } from "../floor/whole.js";

const L = window.L;
const MARK_PX = 22;

const iconOf = (look, text = "") => L.divIcon({ className: look, html: h("span", { "aria-hidden": "true" }, text), iconSize: [MARK_PX, MARK_PX] });
const entry = (look, words, text = "") => h("span", { class: "near-legend-entry" }, h("span", { class: look, "aria-hidden": "true" }, text), words);

/** `chosen(beacon)` follows a click on one, `placed({lat, lon})` a click beside them or the drag of the
    draft. Resolves to the map's acts and the plan's spaces; those are none without a plan. */
export async function beaconsMap(map, { mapUrl, heading }, { chosen, placed }) {
  const stage = one(".near-stage");
  const legend = one("#beacon-legend");
  const plan = mapUrl && await immutable(mapUrl).catch((problem) => { if (!problem.code) throw problem; return null; });
  if (!plan) {
    stage.hidden = true;
    return { spaces: [], show() {}, draft() {}, trial() {} };
  }
  headUp(map, heading, plan.bounds);
  keepWhole(map, plan, one("[data-map-end]"));
  const spaces = spacesOf(plan);
  drawFloor(map, plan, spaces).show();
  map.getContainer().setAttribute("aria-describedby", legend.id);
  const marks = L.layerGroup().addTo(map);
  const trials = L.featureGroup().addTo(map);
  const draft = L.marker([0, 0], { icon: iconOf("beacon-mark draft"), draggable: true, keyboard: false, zIndexOffset: 1000 });
  const told = { beacons: false, draft: false, point: false, made: false };

  map.on("click", ({ latlng }) => placed({ lat: latlng.lat, lon: latlng.lng }));
  draft.on("dragend", () => { const { lat, lng } = draft.getLatLng(); placed({ lat, lon: lng }); });

  function explain(change) {
    Object.assign(told, change);
    const nodes = [
      told.beacons && entry("beacon-mark", "Beacon"),
      told.draft && entry("beacon-mark draft", "The one in the form"),
      told.point && entry("near-dot", "The point, and how sure it is"),
      told.made && entry("beacon-true", "Simulated place", "×"),
    ].filter(Boolean);
    legend.replaceChildren(...nodes);
    legend.hidden = nodes.length === 0;
  }

  stage.dataset.ready = "true";
  return {
    spaces,
    show(beacons) {
      marks.clearLayers();
      for (const each of beacons) {
        L.marker([each.lat, each.lon], { icon: iconOf("beacon-mark"), keyboard: false, title: each.beacon })
          .addTo(marks).on("click", () => chosen(each));
      }
      explain({ beacons: beacons.length > 0 });
    },
    /** Where the beacon of the form would hang; null for nowhere. */
    draft(place) {
      if (place) draft.setLatLng([place.lat, place.lon]).addTo(map);
      else draft.remove();
      explain({ draft: Boolean(place) });
    },
    /** The point of a trial, and of a simulated one the place that it was made at; both may be null. */
    trial(found, made) {
      trials.clearLayers();
      if (found) {
        const at = [found.lat, found.lon];
        L.circle(at, { radius: found.accuracy_m, className: "accuracy", interactive: false }).addTo(trials);
        L.circleMarker(at, { radius: 8, className: "you-are-here", interactive: false }).addTo(trials);
      }
      if (made) L.marker([made.lat, made.lon], { icon: iconOf("beacon-true", "×"), interactive: false, keyboard: false }).addTo(trials);
      explain({ point: Boolean(found), made: Boolean(made) });
    },
  };
}
