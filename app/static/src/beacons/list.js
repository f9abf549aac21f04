// The beacons of a floor in words, and the file that they come from.

import { h, one } from "../common/dom.js";
import { problemNode } from "../near/answer.js";

const beacons = (count) => (count === 1 ? "1 beacon" : `${count} beacons`);

const row = (each, { edit, remove }) => h("li", {},
  h("strong", {}, each.beacon), h("span", { class: "soft small" }, `${each.at_1_m_dbm} dBm at one metre`),
  h("div", { class: "row" },
    h("button", { type: "button", class: "button", "aria-label": `Change ${each.beacon}`, onclick: () => edit(each) }, "Change"),
    h("button", { type: "button", class: "button", "aria-label": `Remove ${each.beacon}`, onclick: () => remove(each) }, "Remove")));

/** Fill the list; `edit(beacon)` and `remove(beacon)` are its buttons. */
export function showList(all, acts) {
  one("#beacon-list").replaceChildren(
    h("p", { class: "soft" }, all.length === 0 ? "None is entered yet. Three that hang in no line tell a place." : `${beacons(all.length)}${all.length < 3 ? "; three tell a place" : ""}.`),
    h("ul", { class: "beacon-list" }, ...all.map((each) => row(each, acts))));
}

function takenNode({ taken, added, moved, gone, undo }, box) {
  const words = [`${added} new`, `${moved} changed`, gone ? `${gone} that the list lacks ${gone === 1 ? "is" : "are"} removed` : null].filter(Boolean);
  const back = h("button", { type: "button", class: "button", onclick: async () => {
    await undo().then(() => box.replaceChildren(h("p", { role: "status" }, "The beacons are as they were before the list.")), (problem) => box.append(problemNode(problem)));
    box.focus();
  } }, "Undo the list");
  return h("div", { class: "notice" }, h("p", { role: "status" }, h("strong", {}, `${beacons(taken)} taken`), `: ${words.join(", ")}.`), h("div", { class: "row" }, back));
}

/** Each wrong line with what is wrong; none of the others was taken either. */
function wrongNodes(problem) {
  const lines = problem.fields?.lines ?? [];
  return [problemNode(problem), lines.length > 1 && h("ul", { class: "beacon-lines" }, ...lines.map(({ line, said }) => h("li", {}, `Line ${line}: ${said}`)))].filter(Boolean);
}

/** The form of the file; `take(file)` resolves to what it changed. */
export function makeFile(take) {
  const box = one("#beacon-file-answer");
  const field = one("#beacon-file");
  one("#beacon-file-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = field.files;
    if (!file) { box.replaceChildren(problemNode({ message: "No file is chosen.", advice: "Choose a CSV first." })); return; }
    try {
      box.replaceChildren(takenNode(await take(file), box));
      field.value = "";
    } catch (problem) {
      if (!problem.code) throw problem;
      box.replaceChildren(...wrongNodes(problem));
    }
    box.focus();
  });
}
