// Moving and turning by numbers: the same that dragging and the arrow keys do.

import { numberEntry, formRow, ownForm, submitButton } from "./entries.js";
import { boxOf, middleOf, shifted, turned } from "./shapes.js";

export function moveTask(editor) {
  const dx = numberEntry("move-right", "To the right (m)", 0, { onchange: showMove, hint: "Minus goes left" });
  const dy = numberEntry("move-up", "Up (m)", 0, { onchange: showMove, hint: "Minus goes down" });
  const degrees = numberEntry("turn-degrees", "Degrees", 90, { onchange: showTurn, hint: "Against the clock; minus goes with it" });

  function showMove() {
    const way = [dx.value(), dy.value()];
    editor.ghosts.show({ areas: way.some(Number.isNaN) ? [] : editor.chosen().map(({ rings }) => shifted(rings, ...way)) });
  }

  function showTurn() {
    const spaces = editor.chosen();
    const middle = middleOf(boxOf(spaces.flatMap(({ rings }) => rings[0])));
    editor.ghosts.show({ areas: Number.isNaN(degrees.value()) ? [] : spaces.map(({ rings }) => turned(rings, degrees.value(), middle)) });
  }

  function move() {
    const way = [dx.value(), dy.value()];
    const wrong = [dx, dy].find((each) => Number.isNaN(each.value()));
    if (wrong) wrong.input.focus();
    else if (way.some(Boolean)) editor.move(...way);
  }

  function turn() {
    if (Number.isNaN(degrees.value())) degrees.input.focus();
    else if (degrees.value()) editor.turn(degrees.value());
  }

  return {
    title: "Move or turn",
    fits: (chosen) => chosen.length > 0,
    first: dx.input,
    nodes: [
      ownForm(move, formRow(dx.element, dy.element), formRow(submitButton("Move"))),
      ownForm(turn, formRow(degrees.element), formRow(submitButton("Turn"))),
    ],
  };
}
