// Near me: one tap, one question, one answer. The position lives in the request's body and in the
// circle on the screen, and nowhere else.

import { Problem, api, onceKey } from "../common/api.js";
import { announce } from "../common/announce.js";
import { all, h, one } from "../common/dom.js";
import { timeFields, windowTrouble } from "../common/times.js";
import { instants, spanText, usualWindow } from "../common/time.js";
import { featureText, kindsText, titleOf } from "../common/words.js";
import { toast } from "../common/toast.js";
import { answerNodes, problemNode } from "./answer.js";
import { askPosition } from "./position.js";
import { makePicture } from "./picture.js";

const ASKED_FOR = 5;
// A pointer on its way to another card changes no floor.
const PASSING_MS = 120;
const BUTTON_WORDS = { position: "Find near me", space: "Find near this place", entrance: "Find near the entrance" };

function makeFilters(box) {
  const kinds = h("select", { class: "input", id: "near-kind" },
    h("option", { value: "desk" }, "Desk"), h("option", { value: "room" }, "Room"), h("option", { value: "booth" }, "Booth"),
    h("option", { value: "parking" }, "Parking"), h("option", { value: "" }, "Anything"));
  const features = h("div", { class: "chips" });
  box.append(h("div", { class: "field" }, h("label", { for: "near-kind" }, "Kind"), kinds),
    h("fieldset", { class: "filter-set", hidden: true }, h("legend", {}, "Must have"), features));
  return {
    offer(found) {
      features.replaceChildren(...found.map((feature) =>
        h("label", { class: "chip" }, h("input", { type: "checkbox", value: feature }), featureText(feature))));
      features.parentElement.hidden = found.length === 0;
    },
    value: () => ({ kind: kinds.value || null, features: all("input:checked", features).map((input) => input.value) }),
  };
}

/** What the chosen floor offers as starting points and features. */
function makeFloorFacts(filters) {
  let names = new Map();
  return {
    async load(floorId) {
      const document = await api("GET", `/floors/${floorId}/spaces.geojson`);
      const spaces = document.features.map(({ id, properties }) => ({ id, ...properties, features: properties.features ?? [] }));
      names = new Map(spaces.map((space) => [titleOf(space).toLowerCase(), space]));
      for (const space of spaces) if (space.number) names.set(space.number.toLowerCase(), space);
      one("#near-spaces").replaceChildren(...spaces.map((space) => h("option", { value: titleOf(space) }, kindsText(space.kind))));
      filters.offer([...new Set(spaces.filter((s) => s.bookable).flatMap((s) => s.features))].sort());
    },
    find: (words) => names.get(words.trim().toLowerCase()),
  };
}

function unknownPlace() {
  return Object.assign(new Error("There is no place of that name on this floor."), { advice: "Choose one from the list that opens as you type.", code: "no_such_place" });
}

async function originOf(kind, facts) {
  if (kind === "position") return askPosition();
  if (kind === "entrance") return { entrance: 0 };
  const space = facts.find(one("#near-space").value);
  if (!space) throw unknownPlace();
  return { near_space_id: space.id };
}

/** The address of a floor's drawing, asked once for each floor. */
function makeAddresses() {
  const known = new Map();
  return async (floorId) => {
    if (!known.has(floorId)) {
      const { map_digest: digest } = await api("GET", `/floors/${floorId}`);
      known.set(floorId, `/floors/${floorId}/map/${digest}.json`);
    }
    return known.get(floorId);
  };
}

/** A function that marks one place of the answer, on its card and, on its own floor, on the map. */
function makeShow(spaces, picture, box) {
  let timer = 0;
  let chosen = null;
  return (index) => {
    if (index === chosen) return;
    chosen = index;
    clearTimeout(timer);
    all(".near-place", box).forEach((node, at) => { node.dataset.shown = String(at === index); });
    timer = setTimeout(() => picture.follow(index, spaces[index]).catch(() => {}), PASSING_MS);
  };
}

/** Start the page; settings: floors [{id, name, building, timeZone}], floorId. */
export function nearPage(map, { floors, floorId: firstFloor }) {
  const root = one(".near");
  const answerBox = one("#near-answer");
  const picker = one("#near-floor");
  const floorNow = () => floors.find((floor) => floor.id === picker.value) ?? floors[0];
  const filters = makeFilters(one("#near-filters"));
  const facts = makeFloorFacts(filters);
  const picture = makePicture(map, makeAddresses(), one("#near-floors"));
  const times = timeFields("near");
  let kind = "position";

  picker.value = firstFloor;
  times.set(usualWindow(Date.now(), floorNow().timeZone));
  one("#near-when").append(times.element);

  const say = (problem) => {
    if (!(problem instanceof Problem) && !problem.code) throw problem;
    answerBox.replaceChildren(problemNode(problem));
  };

  async function book(space, button) {
    const window = times.value();
    const zone = floorNow().timeZone;
    button.disabled = true;
    try {
      const body = { space_id: space.space_id, ...instants(window, zone) };
      const booking = await api("POST", "/bookings", { body, headers: { "Idempotency-Key": onceKey() } });
      button.replaceWith(h("span", { class: "badge", "data-status": "yours" }, "Yours"));
      toast(`Booked: ${titleOf(space)}, ${spanText(booking.from, booking.to, zone)}`, {
        label: "Undo", run: () => api("DELETE", `/bookings/${booking.id}`).then(() => search(), say),
      });
    } catch (problem) {
      button.disabled = false;
      button.closest(".near-place").append(problemNode(problem));
    }
  }

  async function search() {
    const window = times.value();
    const trouble = windowTrouble(window);
    if (trouble) { say(Object.assign(new Error(trouble), { code: "window" })); return; }
    const floor = floorNow();
    const go = one("#near-go");
    go.disabled = true;
    answerBox.replaceChildren(h("p", { class: "soft", role: "status" }, kind === "position" ? "Asking where you are…" : "Looking…"));
    try {
      const origin = await originOf(kind, facts);
      const body = { ...origin, floor_id: floor.id, ...instants(window, floor.timeZone), ...filters.value(), limit: ASKED_FOR };
      const answer = await api("POST", "/nearest", { body });
      root.dataset.asked = "true";
      await picture.show(answer.spaces, origin.lon === undefined ? null : origin, floor.id);
      const show = makeShow(answer.spaces, picture, answerBox);
      answerBox.replaceChildren(...answerNodes(answer, { window, zone: floor.timeZone, book, show, floorId: floor.id }));
      announce(answer.spaces.length ? `${answer.spaces.length} free places found` : "Nothing free in reach");
      one(".near-side").scrollTop = 0;
      answerBox.focus({ preventScroll: true });
      if (matchMedia("(max-width: 47.99rem)").matches) scrollTo(0, 0);
    } catch (problem) {
      say(problem);
    } finally {
      go.disabled = false;
    }
  }

  const choose = (chosen) => {
    kind = chosen;
    for (const button of all("[data-origin]")) button.setAttribute("aria-pressed", String(button.dataset.origin === kind));
    one("#near-space-field").hidden = kind !== "space";
    one("#near-go span").textContent = BUTTON_WORDS[kind];
  };
  for (const button of all("[data-origin]")) button.addEventListener("click", () => choose(button.dataset.origin));
  picker.addEventListener("change", () => facts.load(picker.value).catch(say));
  one("#near-form").addEventListener("submit", (event) => { event.preventDefault(); search(); });
  facts.load(picker.value).catch(say);
  picture.floor(floorNow().id).catch(say);
}
