// Trying the beacons: what is heard goes to the service in a body, the point is shown, and nothing of
// either is kept: in no storage, in no address, and here only for as long as it is on the screen.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { metresText } from "../common/words.js";
import { problemNode } from "../near/answer.js";
import { numberOf } from "./form.js";
import { heardAt, somewhere } from "./simulate.js";

// A name, then a number, which is a distance where metres follow it. Names may hold blanks.
const LINE = /^(.+?)[\s,;]+([-−]?\d+(?:[.,]\d+)?)\s*(dbm|m)?$/i;

const refusal = (message, advice) => Object.assign(new Error(message), { advice, code: "readings" });

/** The readings of a text, as the API takes them. */
export function readingsOf(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (lines.length === 0) throw refusal("Nothing is heard.", "Write a beacon on each line, or press “Simulate”.");
  return lines.map((line, n) => {
    const [, beacon, number, unit] = LINE.exec(line) ?? [];
    if (!beacon) throw refusal(`Line ${n + 1} is no beacon with a number.`, "Write its name, then the strength in dBm or the distance in m.");
    const value = numberOf(number.replace("−", "-"));
    return unit?.toLowerCase() === "m" ? { beacon, distance_m: value } : { beacon, rssi_dbm: value };
  });
}

function answerNode(found, { floorId, floors }) {
  const isHere = found.floor_id === floorId;
  const where = isHere ? "On this floor" : `On another floor: ${floors[found.floor_id] ?? "of another site"}`;
  const fits = found.misfit > 1 ? "They contradict each other, so the circle is wider." : "They fit together.";
  return h("div", { class: "notice" },
    h("p", {}, h("strong", {}, `${where}, within ${metresText(Math.max(1, found.accuracy_m))}.`)),
    h("p", {}, `${found.heard} beacons counted. ${fits} Of a hundred such circles 95 hold the place.`),
    isHere ? null : h("a", { class: "button", href: `/floors/${found.floor_id}/beacons` }, "Open that floor"));
}

/** `beacons()` are those of the floor, `show(found, made)` draws the point and the place that readings
    were made at; settings: floorId, floors by id, usual {strength, loss, error}. */
export function makeTrying({ beacons, show, settings }) {
  const [field, box] = [one("#beacon-readings"), one("#beacon-try-answer")];

  async function attempt(made) {
    show(null, null);
    try {
      const found = await api("POST", "/indoor-position", { body: { readings: readingsOf(field.value) }, isRead: true });
      show(found.floor_id === settings.floorId ? found : null, made);
      box.replaceChildren(answerNode(found, settings));
      announce(box.textContent);
    } catch (problem) {
      if (!problem.code) throw problem;
      box.replaceChildren(problemNode(problem));
    }
    box.focus();
  }

  one("#beacon-try-form").addEventListener("submit", (event) => { event.preventDefault(); attempt(null); });
  one("#beacon-simulate").addEventListener("click", () => {
    const made = somewhere(beacons());
    if (!made) {
      box.replaceChildren(problemNode(refusal("Fewer than three beacons are entered here.", "Enter three that hang in no line, then simulate.")));
      return;
    }
    field.value = heardAt(made, beacons(), settings.usual).map(({ beacon, rssi }) => `${beacon} ${rssi}`).join("\n");
    attempt(made);
  });
}
