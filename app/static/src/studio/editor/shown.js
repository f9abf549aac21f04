// What the drawing shows of a draft: the spaces as people made them, in place of what was read, each
// with the layer, the block and the way in which it was drawn where it is known.

const PARTS = { desk: "desks", locker: "desks", parking: "parking", room: "rooms", booth: "rooms", area: "rooms" };

const partOf = ({ kind }) => PARTS[kind] ?? "rooms";

const hasArea = ({ geometry }) => geometry.coordinates[0]?.length > 3;

/** What was read of the drawing, by the key of its space ("r0", "r1" ... in the draft's order). */
function readBy(draft) {
  const all = ["rooms", "desks", "parking"].flatMap((part) => draft[part].features.filter(hasArea).map((feature) => ({ part, feature })));
  return new Map(all.map((each, index) => [`r${index}`, each]));
}

/** A name without the number it begins with; null when nothing is left. */
export function titleOf({ number, name }) {
  const rest = number && name.startsWith(number) ? name.slice(number.length).trim() : name;
  return rest || null;
}

/** As the drawing writes it: a place has one label, a room a number and a name. */
function ownOf(properties) {
  if (partOf(properties) === "rooms") return { ...properties, name: titleOf(properties) };
  const { number, name, category: _category, ...rest } = properties;
  return { ...rest, label: number ?? name };
}

/** A function from the features of spaces to those of the drawing. */
function dresser(draft) {
  const read = readBy(draft);
  return ({ id, geometry, properties }) => {
    const own = ownOf(properties);
    const known = read.get(id);
    // What nobody touched is shown as it was read: a name that we made up is no name on the drawing.
    const isAsRead = known?.part === partOf(properties) && known.feature.properties.handle === properties.handle;
    const source = isAsRead ? known.feature.properties : {};
    return { id, geometry, properties: properties.edited ? { ...source, ...own } : { ...own, ...source } };
  };
}

function zonesOf(draft) {
  const read = new Map(draft.zones.features.map((zone) => [zone.properties.name, zone.properties]));
  return draft.planned_zones.features.map((zone) => ({ ...zone, properties: { ...read.get(zone.properties.name), ...zone.properties } }));
}

const collection = (features) => ({ type: "FeatureCollection", features });

/** The draft with its rooms, desks, parking places and zones as they would be published. */
export function shownOf(draft) {
  const dressed = draft.spaces.features.map(dresser(draft));
  const parts = Object.fromEntries(["rooms", "desks", "parking"].map((part) =>
    [part, collection(dressed.filter(({ properties }) => partOf(properties) === part))]));
  return { ...draft, ...parts, zones: collection(zonesOf(draft)) };
}
