// The small map of an answer: the floor, the accuracy circle while it is on screen, and numbers.

import { immutable } from "../common/api.js";
import { drawFloor } from "../floor/map.js";
import { spacesOf } from "../floor/spaces.js";

const L = window.L;
const CLOSEST_ZOOM = 21.5;
const PIN_PX = 11;

export function makePicture(map) {
  let drawn = null;
  const ground = L.layerGroup().addTo(map);
  const marks = L.featureGroup().addTo(map);

  async function floor(mapUrl) {
    if (drawn === mapUrl) return;
    const plan = await immutable(mapUrl);
    drawn = mapUrl;
    ground.clearLayers();
    const [west, south, east, north] = plan.bounds;
    map.fitBounds([[south, west], [north, east]], { animate: false });
    drawFloor(ground, plan, spacesOf(plan)).show();
  }

  function show(spaces, position) {
    marks.clearLayers();
    const front = L.svg({ pane: "markerPane" });
    if (position) {
      const at = [position.lat, position.lon];
      L.circle(at, { radius: position.accuracy_m, className: "accuracy", interactive: false }).addTo(marks);
      L.circleMarker(at, { radius: 8, className: "you-are-here", interactive: false, renderer: front }).addTo(marks);
    }
    // The nearest last, so that it lies on top.
    [...spaces.entries()].reverse().forEach(([index, space]) => {
      L.circleMarker([space.lat, space.lon], { radius: PIN_PX, className: "near-pin", interactive: false, renderer: front })
        .bindTooltip(String(index + 1), { permanent: true, direction: "center", className: "near-number" })
        .addTo(marks);
    });
    if (marks.getLayers().length) {
      map.invalidateSize({ animate: false });
      map.fitBounds(marks.getBounds().pad(0.3), { maxZoom: CLOSEST_ZOOM, animate: false });
    }
  }

  return { floor, show, clear: () => marks.clearLayers(), lookAt: (space) => map.panTo([space.lat, space.lon]) };
}
