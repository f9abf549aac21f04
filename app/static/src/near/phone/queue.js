// What comes next: numbers with a cost each, the cheapest first.

export class Queue {
  #items = [];

  get size() { return this.#items.length; }

  push(cost, value) {
    const items = this.#items;
    let at = items.push([cost, value]) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (items[above][0] <= items[at][0]) break;
      [items[above], items[at]] = [items[at], items[above]];
      at = above;
    }
  }

  /** The cheapest, [cost, value]. */
  pop() {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0) return top;
    items[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < items.length && items[below][0] < items[least][0]) least = below;
      }
      if (least === at) return top;
      [items[least], items[at]] = [items[at], items[least]];
      at = least;
    }
  }
}
