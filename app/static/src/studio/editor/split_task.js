// Cutting a space along a line that is clicked on the plan, or typed.

import { h } from "../../common/dom.js";
import { cornersEntry, formRow, ownForm, submitButton } from "./entries.js";
import { outlinePencil } from "./pencils.js";

export function splitTask(editor) {
  const [space] = editor.chosen();
  const cut = (line) => editor.do(() => ({ do: "split", space: editor.spaces.ats([space.key])[0], line }));
  const typed = cornersEntry("split-line", "The line", "One point of the drawing a line, as 3, 0", () => {
    editor.ghosts.show({ lines: [typed.points() ?? []] });
  });
  const wrong = h("p", { class: "trouble", role: "alert", hidden: true }, "A line needs two points at least, each as 3.5, 0 on a line of its own.");

  function run() {
    const line = typed.points();
    wrong.hidden = line?.length > 1;
    if (wrong.hidden) cut(line);
  }

  // A cut that was refused can be tried again at once.
  const start = () => editor.use("draw", outlinePencil(editor, { isLine: true, done: (line) => cut(line).then((done) => done || start()) }));
  if (space) start();
  return {
    title: "Split",
    fits: (chosen) => chosen.length === 1 && chosen[0].key === space?.key,
    nodes: [
      h("p", { class: "wide-only" }, "Click where the cut begins and where it ends; with Shift held, the line goes on. It may end short of the walls."),
      h("details", {}, h("summary", {}, "Type the line"), ownForm(run, typed.element, wrong, formRow(submitButton("Cut")))),
    ],
  };
}
