// What an edit would make, drawn over the plan in dashes before it is done.

const L = window.L;
const flipped = (points) => points.map(([x, y]) => [y, x]);
const LOOK = { interactive: false, smoothFactor: 0, noClip: true };
const SNAP_PX = 7;
// Drawn anew with every move of the pointer.
const MOST_AREAS = 400;

export class Ghosts {
  constructor(map) {
    this.group = L.layerGroup().addTo(map);
    this.mark = L.layerGroup().addTo(map);
  }

  /** areas are lists of rings, lines lists of points. */
  show({ areas = [], lines = [] }) {
    this.group.clearLayers();
    for (const rings of areas.slice(0, MOST_AREAS)) this.group.addLayer(L.polygon(rings.map(flipped), { ...LOOK, className: "ghost" }));
    for (const line of lines) this.group.addLayer(L.polyline(flipped(line), { ...LOOK, className: "ghost ghost-line" }));
  }

  /** Show what a point was drawn to: kind is "corner", "edge" or null for nothing. */
  snapped({ point: [x, y], kind }) {
    this.mark.clearLayers();
    if (kind) this.mark.addLayer(L.circleMarker([y, x], { interactive: false, radius: SNAP_PX, className: `snap-mark ${kind}` }));
  }

  clear() {
    this.group.clearLayers();
    this.mark.clearLayers();
  }
}
