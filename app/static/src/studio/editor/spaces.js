// The spaces and zones of a draft as they would be published, kept up with every edit.

import { boxOf, inside, pointOf, ringsOf } from "./shapes.js";

/** A space with what is often asked of its outline. */
function spaceOf({ id, geometry, properties }) {
  const rings = ringsOf(geometry);
  return { ...properties, key: id, geometry, rings, box: boxOf(rings.flat()) };
}

/** Zones with what is asked of their areas again and again. */
const areasOf = (zones) => zones.map(({ geometry, properties: { name } }) => {
  const rings = ringsOf(geometry);
  return { name, rings, box: boxOf(rings.flat()) };
});

export class Spaces {
  #all = new Map();
  #areas = [];
  /** The names of zones by space; filled when they are asked for. */
  #zonesOf = new WeakMap();
  zones = [];

  load(draft) {
    this.#all = new Map(draft.spaces.features.map((feature) => [feature.id, spaceOf(feature)]));
    this.#take(draft.planned_zones.features);
  }

  #take(zones) {
    this.zones = zones;
    this.#areas = areasOf(zones);
    this.#zonesOf = new WeakMap();
  }

  /** Take over what an edit changed; returns the spaces that are other than before. */
  apply({ added, changed, removed, planned_zones: zones }) {
    for (const key of removed) this.#all.delete(key);
    const fresh = [...changed, ...added].map(spaceOf);
    for (const space of fresh) this.#all.set(space.key, space);
    if (zones) this.#take(zones);
    return fresh;
  }

  get(key) {
    return this.#all.get(key);
  }

  has(key) {
    return this.#all.has(key);
  }

  list() {
    return [...this.#all.values()];
  }

  some(keys) {
    return [...keys].map((key) => this.#all.get(key)).filter(Boolean);
  }

  /** How edits name spaces: each by its kind and a point in it that is in no smaller one. */
  ats(keys) {
    const all = this.list();
    return this.some(keys).map((space) => {
      const smaller = all.filter((other) => other.kind === space.kind && other !== space && other.area_m2 <= space.area_m2);
      const [x, y] = pointOf(space, smaller);
      return { kind: space.kind, x, y };
    });
  }

  /** The names of the zones in which a space lies. */
  zonesOf(space) {
    if (!this.#zonesOf.has(space)) {
      const point = this.#areas.length ? pointOf(space) : null;
      this.#zonesOf.set(space, this.#areas.filter(({ box, rings }) => isIn(box, point) && inside(rings, point)).map(({ name }) => name));
    }
    return this.#zonesOf.get(space);
  }

  /** As features, as the draft's document has them. */
  features() {
    return this.list().map(featureOf);
  }
}

const isIn = ([west, south, east, north], [x, y]) => west <= x && x <= east && south <= y && y <= north;

function featureOf({ key, geometry, rings: _rings, box: _box, ...properties }) {
  return { type: "Feature", id: key, geometry, properties };
}
