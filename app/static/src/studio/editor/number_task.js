// Numbers by a rule, seen before they are given.

import { h } from "../../common/dom.js";
import { field } from "../field.js";
import { choiceEntry, formRow, numberEntry, ownForm, submitButton } from "./entries.js";
import { middleOf } from "./shapes.js";
import { spaceName } from "./words.js";

const WAIT_MS = 250;
const SHOWN = 12;
const ORDERS = [["rows", "Row by row from the top left"], ["columns", "Column by column from the top left"], ["chosen", "As they were selected"], ["names", "By their present numbers"]];
const RESTS = new Intl.Collator("en", { numeric: true });

/** Lines of spaces: a new one begins where the next lies further off than most of a space's size. */
function inLines(spaces, main, side) {
  const sizes = spaces.map(({ box }) => box[main + 2] - box[main]).sort((a, b) => a - b);
  const apart = 0.6 * sizes[Math.floor(sizes.length / 2)];
  // From the left, and from the top, where y is largest.
  const place = ({ box }, axis) => middleOf(box)[axis] * (axis === 1 ? -1 : 1);
  const sorted = [...spaces].sort((a, b) => place(a, main) - place(b, main));
  const lines = [];
  for (const space of sorted) {
    const line = lines.at(-1);
    if (line && place(space, main) - place(line[0], main) <= apart) line.push(space);
    else lines.push([space]);
  }
  return lines.flatMap((line) => line.sort((a, b) => place(a, side) - place(b, side)));
}

const SORTED = {
  rows: (spaces) => inLines(spaces, 1, 0),
  columns: (spaces) => inLines(spaces, 0, 1),
  chosen: (spaces) => spaces,
  names: (spaces) => [...spaces].sort((a, b) => RESTS.compare(a.number ?? a.name, b.number ?? b.name)),
};

/** The rule that the first number follows: "A-07" is A-{} from 7 with two digits. */
function ruleOf(number) {
  const found = /^(.*?)(\d+)(\D*)$/.exec(number ?? "");
  return found ? { pattern: `${found[1]}{}${found[3]}`, first: Number(found[2]), digits: found[2].length } : { pattern: "{}", first: 1, digits: 1 };
}

function makeRule(start, onchange) {
  const pattern = h("input", { class: "input", id: "number-pattern", value: start.pattern, maxlength: 60, autocomplete: "off", oninput: onchange });
  const first = numberEntry("number-first", "First", start.first, { onchange, isWhole: true });
  const step = numberEntry("number-step", "Step", 1, { onchange, isWhole: true });
  const digits = numberEntry("number-digits", "Digits", start.digits, { onchange, isWhole: true });
  const order = choiceEntry("number-order", "In which order", ORDERS, { onchange });
  return {
    first: pattern,
    elements: [formRow(field("Pattern", pattern, "{} is where the number stands, as in A-{}")), formRow(first.element, step.element, digits.element), formRow(order.element)],
    order: () => order.value(),
    isWhole: () => Boolean(pattern.value.trim()) && ![first, step, digits].some((each) => Number.isNaN(each.value())),
    rule: () => ({ do: "renumber", pattern: pattern.value.trim(), first: first.value(), step: step.value(), digits: digits.value() }),
  };
}

function rowsOf(spaces, numbers) {
  const shown = spaces.length > SHOWN ? [...spaces.slice(0, SHOWN - 1), spaces.at(-1)] : spaces;
  const row = (space) => h("tr", {}, h("td", {}, spaceName(space)), h("td", {}, h("strong", {}, numbers.get(space.key) ?? space.number)));
  const gap = h("tr", {}, h("td", { colspan: 2, class: "soft" }, `${spaces.length - SHOWN} more`));
  const rows = shown.map(row);
  return spaces.length > SHOWN ? [...rows.slice(0, -1), gap, rows.at(-1)] : rows;
}

/** Numbers that spaces which keep theirs have already. */
function doubles(editor, spaces, numbers) {
  const own = new Set(spaces.map(({ key }) => key));
  const given = new Set(spaces.map(({ key, number }) => numbers.get(key) ?? number));
  return [...new Set(editor.spaces.list().filter(({ key, number }) => number && !own.has(key) && given.has(number)).map(({ number }) => number))];
}

export function numberTask(editor) {
  const rule = makeRule(ruleOf(SORTED.rows(editor.chosen())[0]?.number), soon);
  const body = h("tbody");
  const said = h("p", { class: "small", role: "status" });
  const go = submitButton("Give these numbers");
  let timer = 0;
  let asked = 0;

  const sorted = () => SORTED[rule.order()](editor.chosen());
  const make = (keys) => ({ ...rule.rule(), spaces: editor.spaces.ats(keys) });

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS);
  }

  function refuse({ message, advice = "" }) {
    go.disabled = true;
    body.replaceChildren();
    said.textContent = `${message} ${advice}`;
  }

  async function look() {
    asked += 1;
    const own = asked;
    const spaces = sorted();
    if (!spaces.length) return;
    if (!rule.isWhole()) {
      refuse({ message: "Give a pattern, and whole numbers for first, step and digits." });
      return;
    }
    try {
      const answer = await editor.log.look(make(spaces.map(({ key }) => key)));
      if (own === asked) show(spaces, new Map(answer.changed.map(({ id, properties }) => [id, properties.number])));
    } catch (problem) {
      if (own === asked) refuse(problem);
    }
  }

  function show(spaces, numbers) {
    go.disabled = false;
    body.replaceChildren(...rowsOf(spaces, numbers));
    const twice = doubles(editor, spaces, numbers);
    said.textContent = twice.length ? `Others have the same number already: ${twice.slice(0, 5).join(", ")}${twice.length > 5 ? " …" : ""}.` : "No other space has one of these numbers.";
  }

  async function give() {
    clearTimeout(timer);
    const keys = sorted().map(({ key }) => key);
    if (await editor.do(() => make(keys))) editor.panel.close();
  }

  look();
  return {
    title: "Number",
    fits: (chosen) => chosen.length > 0,
    choose: soon,
    end: () => { clearTimeout(timer); asked += 1; },
    first: rule.first,
    nodes: [ownForm(give, ...rule.elements,
      h("table", { class: "plain-table number-preview" }, h("caption", { class: "visually-hidden" }, "New numbers"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Now"), h("th", { scope: "col" }, "Number then"))), body),
      said, formRow(go))],
  };
}
