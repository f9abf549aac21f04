// The spaces and zones of a draft as they would be published, kept up with every edit.

import { boxOf, inside, pointOf, ringsOf } from "./shapes.js";

/** A space with what is often asked of its outline. */
function spaceOf({ id, geometry, properties }) {
  const rings = ringsOf(geometry);
  return { ...properties, key: id, geometry, rings, box: boxOf(rings.flat()) };
}

export class Spaces {
  #all = new Map();
  zones = [];

  load(draft) {
    this.#all = new Map(draft.spaces.features.map((feature) => [feature.id, spaceOf(feature)]));
    this.zones = draft.planned_zones.features;
  }

  /** Take over what an edit changed; returns the spaces that are other than before. */
  apply({ added, changed, removed, planned_zones: zones }) {
    for (const key of removed) this.#all.delete(key);
    const fresh = [...changed, ...added].map(spaceOf);
    for (const space of fresh) this.#all.set(space.key, space);
    if (zones) this.zones = zones;
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
    const point = pointOf(space);
    return this.zones.filter(({ geometry }) => inside(ringsOf(geometry), point)).map(({ properties }) => properties.name);
  }

  /** As features, as the draft's document has them. */
  features() {
    return this.list().map(featureOf);
  }
}

function featureOf({ key, geometry, rings: _rings, box: _box, ...properties }) {
  return { type: "Feature", id: key, geometry, properties };
}
