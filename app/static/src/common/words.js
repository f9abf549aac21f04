// The words of the glossary, as a person reads them.

const KINDS = { desk: "Desk", room: "Room", booth: "Booth", parking: "Parking", locker: "Locker" };
const PLURALS = { desk: "Desks", room: "Rooms", booth: "Booths", parking: "Parking", locker: "Lockers" };

export const STATUSES = {
  free: "Free",
  yours: "Yours",
  taken: "Taken",
  occupied: "In use",
  closed: "Closed",
  not_for_you: "Not for you",
};

function sentenceCase(text) {
  const plain = String(text).replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export const kindText = (kind) => KINDS[kind] ?? sentenceCase(kind);
export const kindsText = (kind) => PLURALS[kind] ?? sentenceCase(kind);
export const featureText = (feature) => sentenceCase(feature).replace(/^Usb c$/, "USB-C");

/** What a space is called: "Desk 2.041", "Helsinki", "Room 1.07". */
export function titleOf(space) {
  const name = space.name || space.number || "";
  if (!name) return kindText(space.kind);
  const speaks = name.toLowerCase().startsWith(kindText(space.kind).toLowerCase());
  const isWord = space.kind === "room" && /\p{L}{3}/u.test(name);
  return speaks || isWord ? name : `${kindText(space.kind)} ${name}`;
}

/** "Desk · monitor, standing desk", without what the title already says. */
export function factsOf(space) {
  const facts = [kindText(space.kind)];
  if (space.number && !titleOf(space).includes(space.number)) facts.push(space.number);
  if (space.capacity > 1) facts.push(`${space.capacity} people`);
  return [facts.join(" "), ...(space.features ?? []).map(featureText)].join(" · ");
}

export const metresText = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`);
