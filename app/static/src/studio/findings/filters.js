// What is wanted of the findings and of the drawing: kept in the address, so that a link shows a
// colleague the same and going back and forth keeps it.

export const SEVERITY_ORDER = ["error", "warning", "info"];
export const STATE_WORDS = { all: "All", open: "Open", done: "Ignored or settled" };
export const SORT_WORDS = { grave: "Gravest first", many: "Most frequent first", code: "By code", layer: "By layer", place: "From top left" };

const USUAL = { state: "all", sort: "grave", find: "" };
/** Of these any of several is wanted; none means all. */
const SEVERAL = ["code", "layer", "block"];
const NONE = "none";

/** Whether a value is one of those that are wanted, or all are. */
const isAmong = (wanted, value) => !wanted.length || wanted.includes(value);
const plain = (words) => words.toLocaleLowerCase();

function severitiesOf(told) {
  if (told === null) return new Set(SEVERITY_ORDER);
  return new Set(told.split(",").filter((each) => SEVERITY_ORDER.includes(each)));
}

/** The address with some of its questions set, or left out where they are as usual. */
function addressed(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    address.searchParams.delete(name);
    for (const each of [value].flat()) if (each !== null) address.searchParams.append(name, each);
  }
  return address;
}

export class Filters {
  #listeners = [];

  constructor(search = location.search) {
    const told = new URLSearchParams(search);
    this.severities = severitiesOf(told.get("severity"));
    for (const [name, usual] of Object.entries(USUAL)) this[name] = told.get(name) ?? usual;
    for (const name of SEVERAL) this[name] = [...new Set(told.getAll(name).filter(Boolean))];
    if (!(this.state in STATE_WORDS)) this.state = USUAL.state;
    if (!(this.sort in SORT_WORDS)) this.sort = USUAL.sort;
  }

  /** `heard()` is called whenever something else is wanted. */
  listen(heard) {
    this.#listeners.push(heard);
  }

  set(values) {
    Object.assign(this, values);
    history.replaceState(history.state, "", addressed(this.#told()));
    for (const heard of this.#listeners) heard();
  }

  setSeverity(severity, on) {
    const severities = new Set(this.severities);
    if (on) severities.add(severity);
    else severities.delete(severity);
    this.set({ severities });
  }

  /** Want all findings again; the order and the parts of the drawing stay. */
  reset() {
    this.set({ severities: new Set(SEVERITY_ORDER), code: [], state: "all", find: "", layer: [] });
  }

  /** Whether anything is left out. */
  get isNarrow() {
    return this.severities.size < SEVERITY_ORDER.length || Boolean(this.code.length || this.layer.length || this.find) || this.state !== "all";
  }

  wants(issue) {
    return this.severities.has(issue.severity)
      && isAmong(this.code, issue.code)
      && isAmong(this.layer, issue.layer)
      && (this.state === "all" || (issue.state === "open") === (this.state === "open"))
      && this.#finds(issue);
  }

  /** Whether a shape of the drawing is wanted; `roleOf(layer)` is what a layer was taken for. */
  wantsShape(part, told, roleOf) {
    if (part === "outline" || !(this.layer.length || this.block.length)) return true;
    if (part === "walls") return !this.block.length && this.layer.some((layer) => roleOf(layer) === "wall");
    return isAmong(this.layer, told?.layer) && isAmong(this.block, told?.block);
  }

  #finds({ message, advice, code, layer, handle, why, by }) {
    const wanted = plain(this.find.trim());
    return !wanted || plain([message, advice, code, layer, handle, why, by].filter(Boolean).join(" ")).includes(wanted);
  }

  #told() {
    const own = Object.fromEntries(Object.entries(USUAL).map(([name, usual]) => [name, this[name] === usual ? null : this[name]]));
    const isAll = this.severities.size === SEVERITY_ORDER.length;
    for (const name of SEVERAL) own[name] = this[name];
    return { ...own, severity: isAll ? null : [...this.severities].join(",") || NONE };
  }
}
