// How the studio says what the service knows.

export const STATES = {
  reading: "Being read",
  refused: "Not understood",
  draft: "Draft",
  scheduled: "Scheduled",
  published: "Published",
  superseded: "Earlier plan",
  discarded: "Put away",
};

const LAYER_ROLES = {
  room: "Room outlines", outline: "Outer edge", room_label: "Room labels", desk_label: "Desk labels", zone_label: "Zone labels", wall: "Walls", door: "Doors",
  window: "Windows", desk: "Desks only", furniture: "Furniture, desks among it", parking: "Parking places",
  stair: "Stairs", lift: "Lifts", zone: "Zones", column: "Columns", ignore: "Leave out", unknown: "Not known",
};

const BLOCK_ROLES = {
  desk: "Desk", chair: "Chair", door: "Door", window: "Window", parking: "Parking place", stair: "Stairs",
  lift: "Lift", room_tag: "Room label", furniture: "Other furniture", ignore: "Leave out", unknown: "Not known",
};

export const roleText = (kind, role) => (kind === "layers" ? LAYER_ROLES : BLOCK_ROLES)[role] ?? role;

const UNITS = {
  mm: "millimetres", cm: "centimetres", dm: "decimetres", m: "metres", dam: "decametres", hm: "hectometres",
  km: "kilometres", inch: "inches", foot: "feet", yard: "yards", mile: "miles",
};

export const unitText = (unit) => UNITS[unit] ?? String(unit).replaceAll("-", " ");

const WITNESSES = {
  header: "The file's header", door_arcs: "Swings of doors", desk_sizes: "Sizes of desks", room_areas: "Areas of rooms",
  extent: "Size of the whole", dimensions: "Dimensions", person: "A person",
};

export const witnessText = (source) => {
  const words = WITNESSES[source] ?? String(source).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const METHODS = {
  geodata: "As the drawing itself says",
  same_as_building: "Laid over the building's published plan",
  control_points: "By points",
  point_and_bearing: "By one point and a bearing",
  world_file: "By a world file",
  like_floor: "Laid on another floor",
  assumed: "Assumed, at the site's position",
};

export const SEVERITIES = { error: "Error", warning: "Warning", info: "Note" };

const COUNTED = {
  rooms: ["room", "rooms"], desks: ["desk", "desks"], parking: ["parking place", "parking places"],
  doors: ["door", "doors"], windows: ["window", "windows"], connectors: ["stair or lift", "stairs and lifts"], zones: ["zone", "zones"],
};

export const COUNTS = Object.keys(COUNTED);

export function counted(number, name) {
  const [one, many] = COUNTED[name];
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

export const plural = (number, one, many = `${one}s`) => `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;

/** "68 rooms, 158 desks and 70 doors". */
export function inWords(parts, nothing = "nothing") {
  if (parts.length < 2) return parts[0] ?? nothing;
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** What changed between two readings: "rooms 12 → 14, desks 40 → 44". */
export function difference(before, after) {
  return COUNTS.filter((name) => (before[name] ?? 0) !== (after[name] ?? 0))
    .map((name) => `${COUNTED[name][1]} ${before[name] ?? 0} → ${after[name] ?? 0}`);
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

export const dayOf = (instant) => DAY.format(new Date(instant));

export const metres = (value) => `${value.toFixed(Math.abs(value) < 10 ? 2 : 1)} m`;

/** A file's size as a person reads it. */
export const sizeText = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
