// Wall time of a building and instants. A window is half-open; the page shows wall time in the
// building's zone, the API gets instants in UTC. A window {date, from, to} begins on its day; an end
// that is before the start is meant on the next day, as people who work at night write it.

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
export const STEP_MINUTES = 15;
export const DAY_STARTS = "08:00";
export const DAY_ENDS = "18:00";
export const NOON = "12:00";
// With less than this left of the working day, the next one is what somebody means.
const LEAST_LEFT_MINUTES = 60;
// Hours beyond this are rarely meant, so their number is said.
const LONG_HOURS = 12;
// The wall time of an address.
const WALL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/;
const NO_BREAK = "\u00a0";
const FIRST_DAY = "2000-01-01";
const LAST_DAY = "2099-12-31";

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

const PARTS = {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
};

const walls = new Map();
// Many places are taken until the same few instants, and asking Intl is slow.
const WALLS_KEPT = 2000;

/** The wall date and time of an instant: {date: "2026-11-20", time: "09:15"}. */
export function wallOf(instant, zone) {
  const key = `${zone} ${instant}`;
  if (!walls.has(key)) {
    if (walls.size >= WALLS_KEPT) walls.clear();
    walls.set(key, Object.freeze(readWall(instant, zone)));
  }
  return walls.get(key);
}

function readWall(instant, zone) {
  const parts = Object.fromEntries(
    format(zone, PARTS).formatToParts(new Date(instant)).map((part) => [part.type, part.value]),
  );
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

function asIfUtc({ date, time }) {
  return Date.parse(`${date}T${time}:00Z`);
}

function offsetAt(instant, zone) {
  return asIfUtc(wallOf(instant, zone)) - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
}

/** The instant of a wall time. Of an hour that happens twice the first is meant, or with `last`
    the second; a time that is left out means the moment of the change. "24:00" ends the day. */
export function instantOf(date, time, zone, { last = false } = {}) {
  if (time === "24:00") return instantOf(addDays(date, 1), "00:00", zone, { last });
  const naive = asIfUtc({ date, time });
  const [before, after] = [offsetAt(naive - DAY_MS, zone), offsetAt(naive + DAY_MS, zone)];
  const [early, late] = [naive - before, naive - after];
  const fits = [offsetAt(early, zone) === before, offsetAt(late, zone) === after];
  if (fits[0] && fits[1]) return last ? late : early;
  if (fits[0]) return early;
  return fits[1] ? late : changeBetween(late, early, zone);
}

/** The minute in which the offset becomes that of the end. */
function changeBetween(start, end, zone) {
  const offset = offsetAt(end, zone);
  let [low, high] = [start / MINUTE_MS, end / MINUTE_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS, zone) === offset) high = middle;
    else low = middle;
  }
  return high * MINUTE_MS;
}

export function addDays(date, days) {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function isWorkingDay(date) {
  const day = new Date(`${date}T12:00:00Z`).getUTCDay();
  return day !== 0 && day !== 6;
}

function nextWorkingDay(date) {
  let next = addDays(date, 1);
  while (!isWorkingDay(next)) next = addDays(next, 1);
  return next;
}

/** A wall time moved back to the last quarter of an hour. */
export function roundDown(time) {
  const minutes = minutesOf(time);
  return clock(minutes - (minutes % STEP_MINUTES));
}

function minutesOf(time) {
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

export function clock(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** What somebody who opens a floor most likely means: from now to the end of the working day,
    or the whole of the next working day. `usual` {from, to} are the hours that they usually have, of one
    day; null where nobody can tell. */
export function usualWindow(now, zone, usual = null) {
  const { from, to } = usual ?? { from: DAY_STARTS, to: DAY_ENDS };
  const here = wallOf(now, zone);
  const last = clock(Math.max(minutesOf(from), minutesOf(to) - LEAST_LEFT_MINUTES));
  if (!isWorkingDay(here.date) || here.time >= last) return { date: nextWorkingDay(here.date), from, to };
  return { date: here.date, from: here.time < from ? from : roundDown(here.time), to };
}

/** True for a window whose end is before its start, and so on the next day. */
export function isOvernight({ from, to }) {
  return to < from;
}

/** The wall day and time at which a window ends. */
function endOf(window) {
  if (window.to === "24:00") return { date: addDays(window.date, 1), time: "00:00" };
  return { date: isOvernight(window) ? addDays(window.date, 1) : window.date, time: window.to };
}

/** Both ends of a window as ISO 8601 in UTC. One that ends in the hour that happens twice, and
    began before it, holds that hour both times. */
export function instants(window, zone) {
  const end = endOf(window);
  const from = instantOf(window.date, window.from, zone);
  const startsInside = from !== instantOf(window.date, window.from, zone, { last: true }) && end.date === window.date;
  const to = instantOf(end.date, end.time, zone, { last: !startsInside });
  return { from: isoOf(new Date(from)), to: isoOf(new Date(to)) };
}

/** Whether a day is one that the service has; it knows the years from 2000 up to 2100. */
export function isUsableDay(date) {
  return date > FIRST_DAY && date < LAST_DAY;
}

function isoOf(date) {
  return date.toISOString().replace(".000Z", "Z");
}

/** A window from two wall times of an address ("2026-11-20T09:00"), or null when it is none: a
    window lasts less than a day. */
export function windowOf(from, to) {
  const [start, end] = [WALL.exec(from ?? ""), WALL.exec(to ?? "")];
  if (!start || !end || !isUsableDay(start[1]) || Number.isNaN(Date.parse(`${start[1]}T${start[2]}Z`))) return null;
  if (end[1] === start[1] && end[2] > start[2]) return { date: start[1], from: start[2], to: end[2] };
  if (end[1] !== addDays(start[1], 1)) return null;
  if (end[2] === "00:00") return { date: start[1], from: start[2], to: "24:00" };
  return end[2] < start[2] ? { date: start[1], from: start[2], to: end[2] } : null;
}

/** The window that a link means. Whoever wrote one by hand may have left both times on one day. */
export function linkedWindow(from, to) {
  const [day, end] = [from, to].map((wall) => WALL.exec(wall ?? "")?.[1]);
  const isOneDay = day && day === end && isUsableDay(day);
  return windowOf(from, to) ?? (isOneDay ? windowOf(from, to.replace(day, addDays(day, 1))) : null);
}

/** Why a link means no window, in a sentence, or null when it names no hours at all. */
export function linkTrouble(from, to) {
  if (!from && !to) return null;
  if (!from || !to) return "The link says only one end of its hours.";
  const days = [from, to].map((end) => WALL.exec(end)?.[1]);
  const isRead = [from, to].every((end, index) => days[index] && isUsableDay(days[index]) && !Number.isNaN(Date.parse(`${end}Z`)));
  if (!isRead) return "The hours in the link cannot be read.";
  if (to === from) return "The hours in the link end when they begin.";
  if (to < from) return "The hours in the link end before they begin.";
  return "The hours in the link last a day or more. The map shows less than a day at a time, so book each day by itself.";
}

/** The window of two instants, or null when no window says exactly the same. */
export function windowBetween(from, to, zone) {
  const wall = (instant) => { const { date, time } = wallOf(instant, zone); return `${date}T${time}`; };
  const found = windowOf(wall(from), wall(to));
  if (!found) return null;
  const said = instants(found, zone);
  const same = Date.parse(said.from) === Date.parse(from) && Date.parse(said.to) === Date.parse(to);
  return same ? found : null;
}

/** A window as wall times for an address. */
export function addressOf(window) {
  const end = endOf(window);
  return { from: `${window.date}T${window.from}`, to: `${end.date}T${end.time}` };
}

/** "23 hours", "12 hours 30 minutes" for a window so long that it may be a slip, or null; on a night
    of change with the hour that comes twice, and without the one that is left out. */
export function longText(window, zone) {
  const { from, to } = instants(window, zone);
  const minutes = (Date.parse(to) - Date.parse(from)) / MINUTE_MS;
  if (!(minutes > LONG_HOURS * 60)) return null;
  const rest = minutes % 60;
  // A number and its unit stay in one line.
  return [[Math.floor(minutes / 60), "hours"], [rest, "minutes"]].filter(([count]) => count).map((part) => part.join(NO_BREAK)).join(" ");
}

const afterHours = (window, zone) =>
  [isOvernight(window) ? " next day" : "", longText(window, zone)].filter((words) => words !== null).join(", ");

/** "14:00–18:00", "22:00–06:00 next day", "19:00–18:00 next day, 23 hours". */
export function hoursText(window, zone) {
  return `${window.from}–${window.to}${afterHours(window, zone)}`;
}

/** "14:00 to 18:00", "22:00 to 06:00 next day": the same for a voice. */
export function hoursSpoken(window, zone) {
  return `${window.from} to ${window.to}${afterHours(window, zone)}`;
}

/** The end of a window in words: "18:00", "18:00 tomorrow", "Wed 25 Nov, 18:00". */
export function endText(window, zone) {
  const today = wallOf(Date.now(), zone).date;
  const end = endOf(window);
  if (end.date === today) return end.time;
  return end.date === addDays(today, 1) ? `${end.time} tomorrow` : `${dayText(instantOf(end.date, NOON, zone), zone)}, ${end.time}`;
}

export function dayText(instant, zone) {
  return format(zone, { weekday: "short", day: "numeric", month: "short" }).format(new Date(instant));
}

/** "14:00", or "Tue 24 Nov, 09:00" when it is not on the given day. */
export function untilText(instant, date, zone) {
  const wall = wallOf(instant, zone);
  return wall.date === date ? wall.time : `${dayText(instant, zone)}, ${wall.time}`;
}

/** "Fri 20 Nov, 14:00–18:00", naming the second day where there is one. */
export function spanText(from, to, zone) {
  const start = wallOf(from, zone);
  return `${dayText(from, zone)}, ${start.time}–${untilText(to, start.date, zone)}`;
}

/** How long ago an instant was, in the largest unit that says enough: "2 h ago". */
export function agoText(instant, now) {
  const minutes = Math.max(0, Math.floor((now - instant) / MINUTE_MS));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? "yesterday" : `${days} days ago`;
}
