// Rows of desks from one: so many to a row, so many rows, so far apart, drawn before they are made.

import { h } from "../../common/dom.js";
import { numberEntry, formRow, ownForm, submitButton } from "./entries.js";
import { boxOf, middleOf, rounded, shifted, turned } from "./shapes.js";
import { kindName, lengthText } from "./words.js";

// Room for a chair and for passing behind it.
const AISLE_M = 1.4;
const MOST_IN_ROW = 200;
const MOST_SHOWN = 2000;

/** The direction of a space as a line: upside down is the same. */
const lineOf = (degrees) => rounded((((degrees ?? 0) % 180) + 180) % 180);

/** How wide and deep a space is when it is looked at along its own direction. */
function sizeOf({ rings, box, rotation_deg: degrees }) {
  const [west, south, east, north] = boxOf(turned(rings, -lineOf(degrees), middleOf(box))[0]);
  return [rounded(east - west), rounded(north - south)];
}

export function rowsTask(editor) {
  const [space] = editor.chosen();
  const [wide, deep] = space ? sizeOf(space) : [1, 1];
  const onchange = show;
  const columns = numberEntry("rows-columns", "In each row", 4, { onchange, isWhole: true });
  const rows = numberEntry("rows-rows", "Rows", 1, { onchange, isWhole: true });
  const along = numberEntry("rows-along", "From one to the next (m)", wide, { onchange });
  const across = numberEntry("rows-across", "From row to row (m)", rounded(-deep - AISLE_M), { onchange, hint: "Minus goes down" });
  const angle = numberEntry("rows-angle", "Direction of a row (degrees)", lineOf(space?.rotation_deg), { onchange });
  const said = h("p", { class: "small", role: "status" });
  const go = submitButton("Make them");
  const all = [columns, rows, along, across, angle];

  function action() {
    const turn = (angle.value() * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    return {
      do: "repeat", columns: columns.value(), rows: rows.value(),
      dx: rounded(cos * along.value()), dy: rounded(sin * along.value()),
      row_dx: rounded(-sin * across.value()), row_dy: rounded(cos * across.value()),
    };
  }

  const count = () => columns.value() * rows.value() - 1;
  const isInRange = (entry) => entry.value() >= 1 && entry.value() <= MOST_IN_ROW;

  function show() {
    go.disabled = all.some((each) => Number.isNaN(each.value())) || !isInRange(columns) || !isInRange(rows) || count() < 1;
    editor.ghosts.show({ areas: go.disabled ? [] : copies(space, action()) });
    said.textContent = go.disabled
      ? `Give 1 to ${MOST_IN_ROW} in a row and 1 to ${MOST_IN_ROW} rows, more than one in all.`
      : `${count()} more like ${kindName(space.kind).toLowerCase()} ${space.name}: ${size()}.`;
  }

  function size() {
    const box = boxOf(copies(space, action()).concat([space.rings]).flatMap((rings) => rings[0]));
    return `${lengthText(box[2] - box[0])} by ${lengthText(box[3] - box[1])} in all`;
  }

  async function make() {
    if (go.disabled) return;
    const { key } = space;
    const done = await editor.do(() => ({ ...action(), space: editor.spaces.ats([key])[0] }));
    if (done) editor.panel.open("number");
  }

  const form = ownForm(make, formRow(columns.element, rows.element), formRow(along.element, across.element), formRow(angle.element), said, formRow(go));
  if (space) show();
  return { title: "Rows of the same", fits: (chosen) => chosen.length === 1 && chosen[0].key === space?.key, first: columns.input, nodes: [form] };
}

function copies(space, { columns, rows, dx, dy, row_dx: rowDx, row_dy: rowDy }) {
  const found = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns && found.length < MOST_SHOWN; column += 1) {
      if (row || column) found.push(shifted(space.rings, column * dx + row * rowDx, column * dy + row * rowDy));
    }
  }
  return found;
}
