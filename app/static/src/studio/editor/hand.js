// What the pointer does on the plan goes to one tool at a time, before the map sees it. A tool may
// have: press(at, event), true when it holds the pointer; drag, release(at, event, moved), hover,
// click, key(event), end(), `snaps` and from(), the point it draws on from.

const MOVED_PX = 4;
const NOT_THE_PLAN = ".leaflet-control, button, a";

export class Hand {
  tool = null;
  #start = [0, 0];
  #moved = false;
  #held = false;
  #swallow = false;

  constructor(map, snapper, ghosts) {
    Object.assign(this, { map, snapper, ghosts });
    const container = map.getContainer();
    for (const [type, listener] of [["pointerdown", this.#down], ["click", this.#click], ["dblclick", this.#double]]) {
      container.addEventListener(type, listener, true);
    }
    window.addEventListener("pointermove", this.#move);
    window.addEventListener("pointerup", this.#up);
    window.addEventListener("pointercancel", () => this.#let());
  }

  get scale() {
    return this.map.getZoomScale(this.map.getZoom(), 0);
  }

  take(tool) {
    this.#let();
    this.tool?.end?.();
    this.tool = tool;
    this.ghosts.clear();
    this.map.getContainer().parentElement.dataset.tool = tool?.name ?? "";
  }

  #at(event) {
    const { lat, lng } = this.map.mouseEventToLatLng(event);
    const raw = [lng, lat];
    if (!this.tool.snaps) return raw;
    const free = { point: raw, kind: null };
    const found = event.altKey ? free : this.snapper.snap(raw, this.scale, { from: this.tool.from?.() });
    this.ghosts.snapped(found);
    return found.point;
  }

  #isOnPlan({ target }) {
    return this.map.getContainer().contains(target) && !target.closest(NOT_THE_PLAN);
  }

  #let() {
    if (this.#held) this.map.dragging.enable();
    this.#held = false;
  }

  #down = (event) => {
    this.#start = [event.clientX, event.clientY];
    this.#moved = false;
    this.#swallow = false;
    if (!this.tool || event.button !== 0 || !this.#isOnPlan(event)) return;
    if (!this.tool.press?.(this.#at(event), event)) return;
    this.#held = true;
  };

  #move = (event) => {
    if (Math.hypot(event.clientX - this.#start[0], event.clientY - this.#start[1]) > MOVED_PX) this.#moved = true;
    if (!this.tool) return;
    // Not before it moves: the map must have seen the press to know the click after it.
    if (this.#held) this.map.dragging.disable();
    if (this.#held && this.#moved) this.tool.drag(this.#at(event), event);
    else if (!this.#held && this.tool.hover && this.#isOnPlan(event)) this.tool.hover(this.#at(event), event);
  };

  #up = (event) => {
    if (!this.#held) return;
    this.#let();
    this.#swallow = this.#moved;
    this.tool.release(this.#at(event), event, this.#moved);
  };

  #click = (event) => {
    if (!this.tool || !this.#isOnPlan(event)) return;
    if (this.tool.click || this.#swallow) event.stopPropagation();
    if (this.tool.click && !this.#moved) this.tool.click(this.#at(event), event);
  };

  #double = (event) => {
    if (this.tool?.click && this.#isOnPlan(event)) event.stopPropagation();
  };
}
