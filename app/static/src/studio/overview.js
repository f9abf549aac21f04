// The overview of plans: drop or choose drawings, and see where each of them is.

import { all, one, settings } from "../common/dom.js";
import { makeArrival } from "./arrival.js";

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

export function overviewPage() {
  const facts = settings("plans-settings");
  const list = one("#arrivals");
  const section = one("#arriving-section");
  const input = one("#files");
  let forFloor = null;

  const onchange = () => { section.hidden = list.children.length === 0; };

  function add(fileName, options = {}) {
    const arrival = makeArrival(facts, { fileName, onchange, ...options });
    list.append(arrival.element);
    onchange();
    return arrival;
  }

  /** One drawing is looked at as soon as it is read; of several each one waits in the list. */
  function take(files, floorId) {
    const alone = files.length === 1;
    const isUnderWay = () => Boolean(one('[data-state="busy"], [data-state="choosing"]', list));
    const onready = (planId) => { if (alone && !isUnderWay()) location.assign(`/plans/${planId}`); };
    const questions = files.map((file) => {
      const arrival = add(file.name, { onready });
      return floorId && alone ? (arrival.begin(floorId, file), null) : arrival.choose(file);
    });
    questions[0]?.focus();
    if (files.length) section.scrollIntoView({ block: "start" });
  }

  function open(floorId) {
    forFloor = floorId;
    input.multiple = !floorId;
    input.value = "";
    input.click();
  }

  // Who comes from a floor without a plan finds its button under the hand.
  all("[data-bring-in]").find((button) => button.dataset.bringIn === facts.chosen)?.focus();
  input.addEventListener("change", () => take([...input.files], forFloor));
  one("#choose-files").addEventListener("click", () => open(null));
  for (const button of all("[data-bring-in]")) button.addEventListener("click", () => open(button.dataset.bringIn));
  takeDrops(take);
  for (const plan of facts.waiting) add(plan.fileName).follow(plan.id, plan.floorId);
}
