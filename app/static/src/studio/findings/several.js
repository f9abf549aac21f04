// A choice of several out of many: closed it says what is chosen, open it is a list of boxes.

import { h } from "../../common/dom.js";

/** Of more options than this the wanted ones are found by typing. */
const FOUND_BY_EYE = 12;
const NAMED = 2;

function summed(chosen, all) {
  if (!chosen.length) return all;
  return chosen.length <= NAMED ? chosen.join(", ") : `${chosen.length} chosen`;
}

/** `all` is what no choice means, `onchange(values)` gets what is chosen; `show(options, chosen)` fills it with
    [value, words] and what is wanted, also of values that are no option (any more). */
export function several({ id, label, all, onchange }) {
  const told = h("span", { class: "several-told" });
  const summary = h("summary", { class: "input", id }, told);
  const find = h("input", { class: "input", type: "search", "aria-label": `Find a ${label.toLowerCase()}`, placeholder: "Find", autocomplete: "off", oninput: narrow });
  const list = h("ul", { class: "several-list" });
  const clear = h("button", { type: "button", class: "button quiet", onclick: () => { summary.focus(); onchange([]); } }, all);
  const element = h("details", { class: "several", onkeydown: close }, summary, h("div", { class: "several-body", role: "group", "aria-label": label }, find, list, clear));
  const wrapped = h("div", { class: "field" }, h("span", { class: "label", "aria-hidden": "true" }, label), element);
  let rows = [];
  let filled = "";

  function close(event) {
    if (event.key !== "Escape" || !element.open) return;
    event.stopPropagation();
    element.open = false;
    summary.focus();
  }

  function narrow() {
    const words = find.value.trim().toLowerCase();
    for (const { element: row, text } of rows) row.hidden = !text.includes(words);
  }

  function rowOf([value, words]) {
    const input = h("input", { type: "checkbox", onchange: () => onchange(rows.filter((row) => row.input.checked).map((row) => row.value)) });
    return { value, input, text: words.toLowerCase(), element: h("li", {}, h("label", { class: "choice" }, input, words)) };
  }

  function show(options, chosen) {
    const known = new Set(options.map(([value]) => value));
    const shown = [...options, ...chosen.filter((value) => !known.has(value)).map((value) => [value, `${value} (none)`])];
    const wanted = JSON.stringify(shown);
    // The boxes stay while somebody is at them.
    if (wanted !== filled) {
      rows = shown.map(rowOf);
      list.replaceChildren(...rows.map((row) => row.element));
      filled = wanted;
    }
    for (const { value, input } of rows) input.checked = chosen.includes(value);
    told.textContent = summed(chosen, all);
    summary.setAttribute("aria-label", `${label}: ${chosen.length > NAMED ? chosen.join(", ") : told.textContent}`);
    find.hidden = rows.length <= FOUND_BY_EYE;
    clear.hidden = !chosen.length;
    wrapped.hidden = !rows.length;
    narrow();
  }

  return { element: wrapped, show };
}
