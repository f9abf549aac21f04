// The words of the glossary, as a person reads them.

const KINDS = { desk: "Desk", room: "Room", booth: "Booth", parking: "Parking", locker: "Locker" };
// Said after a number.
const COUNTED = {
  desk: ["desk", "desks"], room: ["room", "rooms"], booth: ["booth", "booths"],
  parking: ["parking place", "parking places"], locker: ["locker", "lockers"],
};
const PLURALS = { desk: "Desks", room: "Rooms", booth: "Booths", parking: "Parking", locker: "Lockers" };

export const STATUSES = {
  free: "Free",
  yours: "Yours",
  taken: "Taken",
  occupied: "In use",
  assigned: "Assigned",
  closed: "Closed",
  not_for_you: "Not for you",
  asked: "You asked",
};

function sentenceCase(text) {
  const plain = String(text).replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export const kindText = (kind) => KINDS[kind] ?? sentenceCase(kind);
export const kindsText = (kind) => PLURALS[kind] ?? sentenceCase(kind);
export function countText(number, kind) {
  const [one, many] = COUNTED[kind] ?? [kind, kind];
  return `${number} ${number === 1 ? one : many}`;
}

const FEATURES = { charger: "Charging point", docking: "Docking station", standing: "Standing desk", usb_c: "USB-C", tv: "TV" };

export const featureText = (feature) => FEATURES[feature] ?? sentenceCase(feature);

/** A name without the number it begins with: "Meeting Alster" of "1.30 Meeting Alster". */
export function nameAlone(space) {
  const { name = "", number = "" } = space;
  const rest = number && name?.startsWith(number) ? name.slice(number.length).trim() : name;
  return rest || name || number || "";
}

/** What a space is called: "Desk 2.041", "Helsinki", "Room 1.07". A name in words stands alone.
    The same as `place_title` of the service's own pages and mails. */
export function titleOf(space) {
  const name = space.name || space.number || "";
  if (!name) return kindText(space.kind);
  const speaks = name.toLowerCase().startsWith(kindText(space.kind).toLowerCase());
  const isWord = /\p{L}{3}/u.test(name);
  return speaks || isWord ? name : `${kindText(space.kind)} ${name}`;
}

/** A function that finds one of some places by what somebody types: what it is called, or its number. */
export function finderOf(spaces) {
  const names = new Map(spaces.map((space) => [titleOf(space).toLowerCase(), space]));
  for (const space of spaces) if (space.number) names.set(space.number.toLowerCase(), space);
  return (words) => names.get(words.trim().toLowerCase());
}

/** "Room 2.101 · 8 people · Screen", without what the title already says. */
export function factsOf(space) {
  const title = titleOf(space);
  const kind = title.startsWith(kindText(space.kind)) ? null : kindText(space.kind);
  const number = space.number && !title.includes(space.number) ? space.number : null;
  const seats = space.capacity > 1 ? `${space.capacity} people` : null;
  return [[kind, number].filter(Boolean).join(" "), seats, ...(space.features ?? []).map(featureText)].filter(Boolean).join(" · ");
}

export function metresText(metres) {
  if (metres < 1000) return `${Math.round(metres)} m`;
  return `${(metres / 1000).toFixed(metres < 10_000 ? 1 : 0)} km`;
}
