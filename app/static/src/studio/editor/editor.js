// Editing a draft: what is chosen, what is done to it, and how page, map and service stay the same.

import { announce } from "../../common/announce.js";
import { chosenAfter, doneText } from "./after.js";
import { chooser, lassoTool } from "./choosing.js";
import { Ghosts } from "./ghosts.js";
import { Hand } from "./hand.js";
import { EditLog } from "./log.js";
import { Nudge } from "./nudge.js";
import { EditorPanel } from "./panel.js";
import { Selection } from "./selection.js";
import { boxOf, middleOf } from "./shapes.js";
import { Shortcuts } from "./shortcuts.js";
import { Snapper } from "./snap.js";
import { Spaces } from "./spaces.js";
import { Toolbar } from "./toolbar.js";
import { countedSpaces, meanwhileText } from "./words.js";

export class Editor {
  spaces = new Spaces();
  /** Whether its tab is open, and whether the plan is a draft. */
  isOpen = false;
  editable = false;

  /** `open()` shows the editor's tab. */
  constructor({ map, studio, sheet, panel, open }) {
    Object.assign(this, { map, studio, sheet, open });
    this.selection = new Selection((added, removed) => this.#chosen([...added, ...removed]));
    this.log = new EditLog(studio.settings.planId, {
      onanswer: (answer, step) => this.#answered(answer, step), onbehind: (problem) => this.#behind(problem),
    });
    this.ghosts = new Ghosts(map);
    this.snapper = new Snapper(this.spaces);
    this.hand = new Hand(map, this.snapper, this.ghosts);
    this.nudge = new Nudge(this);
    this.toolbar = new Toolbar(this);
    this.panel = new EditorPanel(this, panel);
    this.shortcuts = new Shortcuts(this);
    sheet.drawing.isChosen = (key) => this.isOpen && this.selection.has(key);
    sheet.drawing.takes = (key, event) => this.#take(key, event);
    map.on("click", ({ originalEvent }) => this.#missed(originalEvent));
  }

  /** Fill everything from the studio's draft. */
  show() {
    const { draft, plan } = this.studio;
    this.panel.close();
    this.nudge.cancel();
    this.editable = plan.state === "draft";
    this.spaces.load(draft);
    this.snapper.load(draft);
    this.log.stand(draft.edits);
    this.selection.set(this.selection.keys().filter((key) => this.spaces.has(key)));
    this.panel.show();
    this.#mark(this.selection.keys());
    if (this.isOpen) this.toggle(true);
  }

  /** The editor's tab was opened or left. */
  toggle(isOpen) {
    this.isOpen = isOpen;
    this.nudge.flush();
    this.panel.close();
    this.map.boxZoom[isOpen ? "disable" : "enable"]();
    this.toolbar.show(isOpen && this.editable);
    this.use("choose");
    this.#mark(this.selection.keys());
    if (isOpen) this.sheet.hush();
  }

  /** Take up a tool by name, or one that is handed over. */
  use(name, tool = name === "lasso" ? lassoTool(this) : chooser(this)) {
    this.hint(null);
    this.hand.take(this.isOpen ? tool : null);
    this.toolbar.press(name);
  }

  /** A word beside the pointer's work: how far, where. */
  hint(words) {
    this.toolbar.hint(words);
  }

  /** Do what `make()` tells when its turn has come, for spaces may move until then; resolves to the
      answer, or to null when it was refused, which is told in place. */
  async do(make) {
    this.nudge.flush();
    let action = null;
    const answer = await this.#attempt(() => this.log.do(() => { action = make(); return action; }));
    if (answer) this.selection.set(chosenAfter(action, answer, this.selection.keys()));
    return answer;
  }

  /** Copy spaces of another plan; what came is selected, so that it can be moved and numbered. */
  async copy(wanted) {
    const answer = await this.#attempt(() => this.log.copy(wanted));
    if (answer) this.selection.set(answer.added.map(({ id }) => id));
    return answer;
  }

  async undo() {
    if (!this.log.canUndo) return announce("There is nothing to undo.");
    return this.#attempt(() => this.log.undo());
  }

  async redo() {
    if (!this.log.canRedo) return announce("There is nothing to do again.");
    return this.#attempt(() => this.log.redo());
  }

  /** Do something to what is chosen now. */
  doToChosen(action, keys = this.selection.keys()) {
    return this.do(() => ({ ...action, spaces: this.spaces.ats(keys) }));
  }

  chosen() {
    return this.spaces.some(this.selection.keys());
  }

  move(dx, dy) {
    return this.doToChosen({ do: "move", dx, dy });
  }

  turn(degrees) {
    return this.doToChosen({ do: "turn", degrees });
  }

  /** Bring spaces to the middle of the map. */
  lookAt(spaces) {
    if (!spaces.length) return;
    const [x, y] = middleOf(boxOf(spaces.flatMap(({ rings }) => rings[0])));
    this.sheet.lookAt(x, y);
  }

  /** Lead from the map to one space's properties. */
  reveal(key) {
    this.selection.set([key]);
    this.open();
    this.panel.focus();
  }

  sayChosen() {
    announce(this.selection.size ? `${countedSpaces(this.chosen())} selected` : "Nothing is selected");
  }

  #take(key, { shiftKey }) {
    if (!this.isOpen || !this.spaces.has(key)) return false;
    if (shiftKey) this.selection.toggle(key);
    else this.selection.set([key]);
    this.sayChosen();
    return true;
  }

  #missed(event) {
    if (this.isOpen && event && !event.shiftKey && !this.map.picksPoint) this.selection.clear();
  }

  async #attempt(work) {
    this.panel.tell(null);
    try {
      return await work();
    } catch (problem) {
      this.panel.tell(problem);
      return null;
    }
  }

  #answered(answer, step) {
    const { draft } = this.studio;
    const fresh = this.spaces.apply(answer);
    Object.assign(draft.spaces, { features: this.spaces.features() });
    Object.assign(draft.planned_zones, { features: this.spaces.zones });
    Object.assign(draft.edits, { number: answer.number, can_undo: answer.can_undo, can_redo: answer.can_redo });
    this.snapper.forget();
    this.ghosts.clear();
    this.sheet.patch(draft, new Set([...fresh.map(({ key }) => key), ...answer.removed]), answer.planned_zones !== null);
    this.selection.drop(answer.removed);
    const words = doneText(step, answer);
    this.panel.refresh(words);
    announce(words);
    this.studio.edited(answer);
  }

  /** Somebody else was quicker: show what there is now, and say so. */
  async #behind(problem) {
    await this.studio.renew();
    problem.advice = problem.code === "edits_stale" ? meanwhileText(problem.fields) : "You see the plan as it is kept now.";
    this.panel.tell(problem);
  }

  #chosen(keys) {
    this.#mark(keys);
    this.panel.choose();
  }

  #mark(keys) {
    this.sheet.drawing.mark(keys);
  }
}
