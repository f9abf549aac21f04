// The overview of plans: drop or choose drawings, and see where each of them is.

import { all, one, settings } from "../common/dom.js";
import { makeArrival } from "./arrival.js";
import { batchSection } from "./batch.js";
import { emptyFloors } from "./empty_floors.js";

function hasFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

/** Files may be dropped anywhere on the page: on a floor they are that floor's. */
function takeDrops(ondrop) {
  const zone = one("#drop-zone");
  const mark = (target) => {
    zone.dataset.over = String(Boolean(target));
    for (const row of all("[data-floor]")) row.dataset.over = String(target?.closest("[data-floor]") === row);
  };
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(event.target);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(null);
    ondrop([...event.dataTransfer.files], event.target.closest("[data-floor]")?.dataset.floor ?? null);
  });
}

/** The list of drawings on their way; `take(files, floorId)` begins with some for one floor, or asks
    which one each of them shows. */
function makeArrivals(facts) {
  const list = one("#arrivals");
  const arrivals = [];
  const section = one("#arriving-section");
  const onchange = () => { section.hidden = list.children.length === 0; };
  const isUnderWay = () => Boolean(one('[data-state="busy"], [data-state="choosing"]', list));

  function add(fileName, options = {}) {
    const arrival = makeArrival(facts, { fileName, onchange, ...options });
    arrivals.push(arrival);
    list.append(arrival.element);
    onchange();
    return arrival;
  }

  /** One drawing is looked at as soon as it is read; of several each one waits in the list. */
  function take(files, floorId) {
    const isAlone = files.length === 1;
    const onready = (planId) => { if (isAlone && !isUnderWay()) location.assign(`/plans/${planId}`); };
    const questions = files.map((file) => {
      const arrival = add(file.name, { onready });
      return floorId && isAlone ? (arrival.begin(floorId, file), null) : arrival.choose(file);
    });
    questions.find(Boolean)?.focus();
    if (files.length) section.scrollIntoView({ block: "start" });
  }

  /** A floor is gone, and with it what was refused for it. */
  function forget(floorId) {
    facts.floors = facts.floors.filter(({ id }) => id !== floorId);
    arrivals.filter((arrival) => arrival.floorId === floorId).forEach((arrival) => arrival.remove());
  }

  return { add, take, forget, isSending: () => arrivals.some((arrival) => arrival.isSending) };
}

/** A function that opens the file dialog for one floor, or for any number of files. */
function makeFileDialog(take) {
  const input = one("#files");
  let forFloor = null;
  input.addEventListener("change", () => take([...input.files], forFloor));
  return (floorId) => {
    forFloor = floorId;
    input.multiple = !floorId;
    input.value = "";
    input.click();
  };
}

export function overviewPage() {
  const facts = settings("plans-settings");
  const arrivals = makeArrivals(facts);
  const open = makeFileDialog(arrivals.take);
  const buttons = all("[data-bring-in]");

  // Who comes from a floor without a plan finds its button under the hand.
  buttons.find((button) => button.dataset.bringIn === facts.chosen)?.focus();
  one("#choose-files").addEventListener("click", () => open(null));
  for (const button of buttons) button.addEventListener("click", () => open(button.dataset.bringIn));
  takeDrops(arrivals.take);
  addEventListener("beforeunload", (event) => { if (arrivals.isSending()) event.preventDefault(); });
  emptyFloors(arrivals.forget);
  batchSection(facts);
  for (const plan of facts.waiting) arrivals.add(plan.fileName).follow(plan.id, plan.floorId);
}
