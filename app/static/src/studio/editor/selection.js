// Which spaces are chosen: one truth for the map, the table and the forms.

export class Selection {
  #keys = new Set();

  /** `onchange(added, removed)` gets the keys that are chosen now and were not, and the reverse. */
  constructor(onchange) {
    this.onchange = onchange;
  }

  get size() {
    return this.#keys.size;
  }

  has(key) {
    return this.#keys.has(key);
  }

  /** In the order in which they were chosen. */
  keys() {
    return [...this.#keys];
  }

  set(keys) {
    const wanted = new Set(keys);
    const added = [...wanted].filter((key) => !this.#keys.has(key));
    const removed = [...this.#keys].filter((key) => !wanted.has(key));
    this.#keys = wanted;
    if (added.length || removed.length) this.onchange(added, removed);
  }

  add(keys) {
    this.set([...this.#keys, ...keys]);
  }

  drop(keys) {
    const gone = new Set(keys);
    this.set(this.keys().filter((key) => !gone.has(key)));
  }

  toggle(key) {
    if (this.has(key)) this.drop([key]);
    else this.add([key]);
  }

  clear() {
    this.set([]);
  }
}
