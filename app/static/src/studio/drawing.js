// Draws what was understood, in metres of the drawing's own axes (x to the right, y up).

import { topGroup } from "../floor/map.js";
import { CLASS_OF, shapeOf, turned } from "./drawn.js";
import { sheetLabels } from "./labels.js";
import { underlay } from "./underlay.js";

const L = window.L;
const FIT_PADDING_PX = 28;
const CLOSE_ZOOM = 6;
const FAR_SHARE = 1.6;

/** The parts in the order in which they are painted, with the words of their switch. */
export const PARTS = {
  underlay: "Picture",
  outline: "Outer edge", rooms: "Rooms", zones: "Zones", connectors: "Stairs and lifts", walls: "Walls",
  doors: "Doors", parking: "Parking", desks: "Desks",
};

/** The parts that spaces are of, as they are painted. */
const SPACES = ["rooms", "parking", "desks"];

const boundsOf = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

/** A wall gone astray far from the floor does not make the floor small. */
function isAlikeInSize(floor, walls) {
  const both = L.latLngBounds(floor.getSouthWest(), floor.getNorthEast()).extend(walls);
  const size = (bounds) => Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth());
  return size(both) < FAR_SHARE * size(floor);
}

/** On a phone the drawing lies above what is being read. */
const bringIntoView = (map) => map.getContainer().parentElement.scrollIntoView({ block: "nearest" });

/** The picture of a draft on a map. `show(draft)` paints it, again whenever it was read again. */
class Drawing {
  groups = Object.fromEntries(Object.keys(PARTS).map((name) => [name, L.featureGroup()]));
  hidden = new Set();
  picked = null;
  /** The shapes of spaces, by key. */
  #shapes = new Map();
  /** Whether a click on a shape is somebody else's, and which spaces are chosen: set by the editor. */
  takes = () => false;
  /** Whether a shape of a part is wanted, by its layer and block. */
  wants = () => true;
  isChosen = () => false;

  constructor(map, onpick) {
    Object.assign(this, { map, onpick, renderer: L.svg({ padding: 0.4 }) });
    map.addLayer(this.renderer);
    for (const group of Object.values(this.groups)) group.addTo(map);
    this.labels = sheetLabels(map, topGroup(this.renderer, "labels"));
  }

  show(draft) {
    this.picked = null;
    this.#shapes.clear();
    for (const group of Object.values(this.groups)) group.clearLayers();
    if (draft.underlay) this.groups.underlay.addLayer(underlay(draft));
    this.#line("outline", draft.outline, "floor-outline");
    for (const part of ["rooms", "zones", "connectors"]) this.#features(part, draft[part]);
    if (draft.walls?.coordinates.length) this.#line("walls", draft.walls, "walls");
    for (const part of ["doors", "parking", "desks"]) this.#features(part, draft[part]);
    this.labels.show(draft, this.hidden);
  }

  /** Show a draft after an edit: the spaces of these keys are other than before, or gone. */
  patch(draft, keys, areZonesNew) {
    const gone = new Set(keys);
    const fresh = SPACES.map((part) => ({ part, features: draft[part].features.filter((feature) => {
      const isKept = keys.has(feature.id) && this.#reshape(part, feature);
      if (isKept) gone.delete(feature.id);
      return keys.has(feature.id) && !isKept;
    }) }));
    for (const key of gone) this.#forget(key);
    for (const each of fresh) this.#features(each.part, each);
    if (areZonesNew) {
      this.groups.zones.clearLayers();
      this.#features("zones", draft.zones);
    }
    // What is painted last may simply come last; to move thousands of others takes a while.
    if (areZonesNew || fresh.some(({ part, features }) => features.length && part !== SPACES.at(-1))) this.#paintInOrder();
    this.labels.show(draft, this.hidden);
  }

  #forget(key) {
    const shape = this.#shapes.get(key);
    if (!shape) return;
    this.groups[shape.part].removeLayer(shape);
    this.#shapes.delete(key);
  }

  /** Show a space's shape as it is now, where it is among the others; false if it has to be made anew. */
  #reshape(part, { id, geometry, properties }) {
    const shape = this.#shapes.get(id);
    if (shape?.part !== part || shape.options.className !== CLASS_OF[part](properties)) return false;
    shape.told = properties;
    const points = turned(geometry.coordinates);
    if (JSON.stringify(points) !== JSON.stringify(shape.points)) shape.setLatLngs(points);
    shape.points = points;
    this.#veilOne(shape, part);
    return true;
  }

  /** Mark whether the spaces of some keys are chosen. */
  mark(keys) {
    for (const key of keys) this.#shapes.get(key)?.getElement()?.classList.toggle("chosen", this.isChosen(key));
  }

  /** Zoom such that the whole floor is seen; the map cannot be lost far outside of it. */
  fit(draft) {
    const whole = this.#bounds(draft);
    // The bounds of another unit or view would hold the map where nothing is.
    this.map.setMaxBounds(null);
    this.map.fitBounds(whole, { padding: [FIT_PADDING_PX, FIT_PADDING_PX], animate: false });
    this.map.setMaxBounds(boundsOf(draft.extent_m).extend(whole).pad(1));
  }

  /** Show or hide one of the parts, or the "labels". */
  toggle(part, on) {
    if (on) this.hidden.delete(part);
    else this.hidden.add(part);
    if (on) this.groups[part]?.addTo(this.map);
    else this.groups[part]?.remove();
    if (on) this.#paintInOrder();
    this.labels.refresh();
  }

  /** Mark what came from one layer or block (kind "layers" or "blocks"); null marks nothing. */
  highlight(kind, name) {
    if (name !== null) bringIntoView(this.map);
    const sourceOf = (told) => (kind === "blocks" ? told?.block : told?.layer);
    for (const group of Object.values(this.groups)) {
      group.eachLayer((shape) => {
        shape.getElement()?.classList.toggle("from-here", name !== null && sourceOf(shape.told) === name);
      });
    }
  }

  /** Show only what is wanted: `wants(part, told)` says so. */
  veil(wants) {
    this.wants = wants;
    for (const [part, group] of Object.entries(this.groups)) group.eachLayer((shape) => this.#veilOne(shape, part));
    this.labels.veil(wants);
  }

  #veilOne(shape, part) {
    shape.getElement()?.classList.toggle("veiled", !this.wants(part, shape.told));
  }

  lookAt(x, y) {
    bringIntoView(this.map);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.flyTo([y, x], Math.max(this.map.getZoom(), CLOSE_ZOOM), { animate: !still, duration: 0.35 });
  }

  /** Nothing is picked any more. */
  unpick() {
    this.picked?.getElement()?.classList.remove("picked");
    this.picked = null;
  }

  #pick(shape, part) {
    this.unpick();
    this.picked = shape;
    shape.getElement()?.classList.add("picked");
    this.onpick(part, shape.told, shape.key);
  }

  #line(part, geometry, className) {
    if (!geometry) return;
    const shape = shapeOf(geometry, className, this.renderer, false);
    shape.on("add", () => this.#veilOne(shape, part));
    this.groups[part].addLayer(shape);
  }

  #features(part, collection) {
    for (const { id, geometry, properties } of collection.features) {
      const shape = shapeOf(geometry, CLASS_OF[part](properties), this.renderer, part !== "zones");
      Object.assign(shape, { told: properties, key: id, part, points: turned(geometry.coordinates) });
      if (id) this.#know(shape);
      shape.on("add", () => this.#veilOne(shape, part));
      shape.on("click", ({ latlng, originalEvent }) => {
        // While a point is being picked every click is that point.
        if (this.map.picksPoint) this.map.fire("click", { latlng });
        else if (!this.takes(id, originalEvent)) this.#pick(shape, part);
      });
      this.groups[part].addLayer(shape);
    }
  }

  #know(shape) {
    this.#shapes.set(shape.key, shape);
    // An element is made anew whenever its part is switched on.
    shape.on("add", () => {
      shape.getElement().dataset.key = shape.key;
      this.mark([shape.key]);
    });
  }

  /** What comes back is painted in its usual order. */
  #paintInOrder() {
    for (const [name, group] of Object.entries(this.groups)) {
      if (!this.hidden.has(name)) group.eachLayer((shape) => shape.bringToFront());
    }
  }

  #bounds(draft) {
    const shown = L.latLngBounds([]);
    for (const name of ["outline", "rooms", "desks", "parking"]) shown.extend(this.groups[name].getBounds());
    const walls = this.groups.walls.getBounds();
    if (walls.isValid() && (!shown.isValid() || isAlikeInSize(shown, walls))) shown.extend(walls);
    return shown.isValid() ? shown.pad(0.01) : boundsOf(draft.extent_m);
  }
}

/** `onpick(part, properties)` is told of a shape that was clicked. */
export const makeDrawing = (map, onpick) => new Drawing(map, onpick);
