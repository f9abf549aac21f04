// The same spaces as a table: sortable, searchable, bookable. Rows are made when somebody first
// looks at the list, and afterwards only their changing cells are touched.

import { h, one } from "../common/dom.js";
import { bookWord } from "../common/asking.js";
import { featureText, kindText, titleOf } from "../common/words.js";
import { lookOf, matches, statusOf, statusText } from "./spaces.js";
import { sample } from "./patterns.js";
import { likeIt } from "./mine.js";
import { isOver } from "./inforce.js";
import { wholeFacts } from "./wholes.js";

const ORDER = { yours: 0, free: 1, taken: 2, occupied: 3, assigned: 4, closed: 5, not_for_you: 6, unknown: 7 };
let collator = null;
/** Made when a list is first sorted, since making it takes a while. */
function compareWords(a, b) {
  collator ??= new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  return collator.compare(a, b);
}

const COLUMNS = [
  { key: "name", words: "Place", value: (row) => titleOf(row.space) },
  { key: "kind", words: "Kind", value: (row) => kindText(row.space.kind) },
  { key: "room", words: "Where", value: (row) => whereOf(row.space) },
  { key: "features", words: "Has", value: (row) => row.space.features.map(featureText).join(", ") },
  { key: "status", words: "Availability", value: (row) => ORDER[row.status] ?? 9 },
];

const whereOf = (space) => (space.isWhole ? wholeFacts(space) : space.room ? titleOf(space.room) : "");

function makeRow(space, { select }) {
  const status = h("td", { "data-label": "Availability" });
  const act = h("td", { class: "row-act" });
  const name = h("button", { type: "button", class: "link", onclick: () => select(space.id, { focus: true }) }, titleOf(space));
  const cell = (label, words) => h("td", { "data-label": label, class: words ? "" : "none" }, words);
  const element = h("tr", { "data-id": space.id }, h("th", { scope: "row" }, name), cell("Kind", kindText(space.kind)),
    cell("Where", whereOf(space)), cell("Has", space.features.map(featureText).join(", ")), status, act);
  const words = [titleOf(space), kindText(space.kind), space.number, space.room && titleOf(space.room), ...space.features.map(featureText)];
  return { space, element, status_: status, act, shown: "", status: "unknown", words: words.join(" ").toLowerCase() };
}

/** Book a row's place. The panel says why that cannot be, and what else could be had; and to whom has such
    a place then that they do. */
async function bookFrom(row, { store, act, select, zone }) {
  if (likeIt(row.space, store.get(), zone).length > 0) { select(row.space.id, { focus: true }); return; }
  if (await act.book(row.space)) return;
  const { problem } = store.get();
  if (!problem) return;
  select(row.space.id, { focus: true });
  store.set({ problem });
}

function update(row, state, parts) {
  const { act, zone, select } = parts;
  const now = statusOf(state, row.space.id);
  const text = statusText(now, state.window, zone);
  const over = isOver(state.window, zone);
  const shown = `${now.status} ${text} ${Boolean(now.asked)} ${Boolean(now.asks)} ${Boolean(state.moving)} ${over}`;
  if (row.shown === shown) return;
  row.shown = shown;
  row.status = now.status;
  row.status_.replaceChildren(h("span", { class: "row-status" }, sample(lookOf(now)), text));
  const focused = row.act.contains(document.activeElement);
  const title = titleOf(row.space);
  const button = (words, label, onclick, look = "") => h("button", { type: "button", class: `button ${look}`, "aria-label": label, onclick }, words);
  const node = over ? null : now.status === "free" && state.moving ? button("Move here", `Move to ${title}`, () => act.move(state.moving, row.space), "primary")
    : now.asked ? button("Your request", `Your request for ${title}`, () => select(row.space.id, { focus: true }))
    : now.status === "free" ? button(now.asks ? "Ask" : "Book", `${bookWord(now.asks)} ${title}`, () => bookFrom(row, parts), "primary")
    : now.status === "yours" ? button("Change", `Change your booking of ${title}`, () => select(row.space.id, { focus: true })) : null;
  row.act.replaceChildren(...[node].filter(Boolean));
  if (focused) (node ?? one("button", row.element)).focus();
}

/** The column heads; `sorting()` is {column, way}, `onsort` is told when another is chosen. */
function makeHeads(onsort) {
  let sort = { key: "name", down: false };
  const heads = COLUMNS.map(({ key, words }) => h("th", { scope: "col" }, h("button", { type: "button", class: "sort", onclick: () => {
    sort = { key, down: sort.key === key && !sort.down };
    onsort();
  } }, words)));
  return {
    heads,
    sorting: () => ({ column: COLUMNS.find(({ key }) => key === sort.key), way: sort.down ? -1 : 1 }),
    mark() {
      heads.forEach((head, index) => {
        if (COLUMNS[index].key === sort.key) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
    },
  };
}

function inOrder(rows, { column, way }) {
  return rows.sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    const order = typeof x === "number" ? x - y : compareWords(x, y);
    return way * (order || compareWords(titleOf(a.space), titleOf(b.space)));
  });
}

/** The frame of the list, to be filled with rows: its search, its tally and its table. */
function makeFrame(heads, oninput) {
  const search = h("input", { class: "input", type: "search", id: "list-search", placeholder: "Name, room, feature", oninput });
  const tally = h("p", { class: "soft", role: "status" });
  const tbody = h("tbody");
  const table = h("table", { class: "place-table" }, h("caption", { class: "visually-hidden" }, "Places on this floor"),
    h("thead", {}, h("tr", {}, ...heads, h("td"))), tbody);
  const find = h("div", { class: "field" }, h("label", { for: "list-search" }, "Find in the list"), search);
  return { search, tally, tbody, nodes: [h("div", { class: "list-head" }, find, tally), table] };
}

/** Rows in their order; the one with the focus keeps it. */
function place(rows, tbody) {
  const held = document.activeElement;
  tbody.replaceChildren(...rows.map((row) => row.element));
  if (held !== document.activeElement && tbody.contains(held)) held.focus();
}

function tallyText(rows) {
  // What is booked as one is made of places that count already.
  const places = rows.filter(({ space }) => !space.isWhole);
  const free = places.filter((row) => row.status === "free").length;
  const wholes = rows.length - places.length;
  return rows.length ? `${places.length} places, ${free} free${wholes ? `; ${wholes} booked together` : ""}` : "No place matches. Clear a filter or change the search.";
}

/** Build the list in `view`; it shows itself when the state's view is "list". */
export function makeList(view, spaces, parts) {
  const { store } = parts;
  const { heads, sorting, mark } = makeHeads(() => arrange());
  const { search, tally, tbody, nodes } = makeFrame(heads, () => arrange());
  let rows = null;
  let wholes = null;
  let arrangedFor = "";

  function arrange() {
    const state = store.get();
    const words = search.value.trim().toLowerCase();
    const shown = inOrder(rows.filter((row) => matches(row.space, state) && row.words.includes(words)), sorting());
    mark();
    place(shown, tbody);
    tally.textContent = state.shown ? tallyText(shown) : "Looking what is free…";
  }

  // Order and filter follow the person and the answer for the hours that were chosen, not the news:
  // a row must not jump away under a finger.
  function arrangeIfAsked(state) {
    const now = JSON.stringify([state.filters, state.window, state.shown]);
    if (now === arrangedFor) return;
    arrangedFor = now;
    arrange();
  }

  /** Rows of places are kept; what is booked as one comes and goes. */
  function withWholes(state) {
    wholes = state.wholes;
    const had = new Map((rows ?? []).map((row) => [row.space, row]));
    rows = [...spaces, ...wholes].map((space) => had.get(space) ?? makeRow(space, parts));
    arrangedFor = "";
  }

  function refresh() {
    const state = store.get();
    if (state.view !== "list") return;
    if (!rows) view.replaceChildren(...nodes);
    if (wholes !== state.wholes) withWholes(state);
    for (const row of rows) update(row, state, parts);
    arrangeIfAsked(state);
  }

  store.on(["view", "availability", "filters", "window", "moving", "wholes"], refresh);
  refresh();
}
