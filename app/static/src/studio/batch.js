// Many files at once: an archive, or several drawings, each of which becomes a draft of its floor.

import { announce } from "../common/announce.js";
import { api } from "../common/api.js";
import { h, one } from "../common/dom.js";
import { field } from "./field.js";
import { note, problemNote } from "./note.js";
import { STATES, plural } from "./words.js";

const EVERY_MS = 1500;
const PATTERN = "{building}_{floor}.dxf";
const WORDS = { ...STATES, waiting: "Waiting", not_stored: "Not stored" };
const CAN_GO = new Set(["draft", "refused", "reading"]);

const pause = () => new Promise((resolve) => { setTimeout(resolve, EVERY_MS); });

function fileRow({ file_name: name, building, floor, view, plan_id: planId, state, refusal }) {
  const where = [building, floor, view && view !== floor ? `view ${view}` : null].filter(Boolean).join(", ");
  return h("li", { class: "batch-file", "data-state": state },
    h("div", {}, h("strong", { class: "file-name" }, name), h("span", { class: "soft small" }, where),
      refusal && h("span", { class: "small batch-refusal" }, `${refusal.message} ${refusal.advice}`)),
    h("span", { class: "badge" }, WORDS[state] ?? state),
    planId && state !== "reading" && state !== "discarded" && h("a", { class: "button quiet", href: `/plans/${planId}`, "aria-label": `Look at ${name}` }, "Look at it"));
}

/** A batch that shows itself until nothing more happens to it. */
class Batch {
  body = h("div", { class: "arrival-body stack" });

  constructor(told) {
    this.title = h("h3", {}, told.name);
    this.element = h("li", { class: "batch card", "aria-label": told.name }, this.title, this.body);
    this.#show(told);
    this.following = this.#follow();
  }

  async #follow() {
    while (!this.told.is_done) {
      await pause();
      try {
        this.#show(await api("GET", `/batches/${this.told.id}`));
      } catch (problem) {
        // A service that is being restarted comes back.
        if (![0, 503].includes(problem.status)) {
          this.body.replaceChildren(problemNote(problem));
          return;
        }
      }
    }
    announce(`${this.told.name}: ${this.#summary()}`);
  }

  #summary() {
    const count = (state) => this.told.files.filter((file) => file.state === state).length;
    const bad = count("refused") + count("not_stored");
    const read = this.told.files.length - bad - count("reading") - count("waiting");
    return `${read} of ${plural(this.told.files.length, "file")} read${bad ? `, ${bad} refused` : ""}.`;
  }

  #show(told) {
    // Only the first answer names what fits nowhere.
    this.told = { ...told, left_out: told.left_out.length ? told.left_out : (this.told?.left_out ?? []) };
    const { share, is_done: isDone, cancelled_at: cancelled, files, left_out: left, id, site } = this.told;
    const canCancel = !cancelled && files.some(({ state }) => CAN_GO.has(state));
    const isOpen = one("details", this.body)?.open ?? files.length <= 12;
    this.body.replaceChildren(...[
      h("p", { class: "soft small" }, cancelled ? `${site}. Cancelled: what it brought and nobody published was put away.` : `${site}. ${this.#summary()}`),
      !isDone && h("progress", { max: 1, value: share, "aria-label": `Progress of ${this.told.name}` }),
      left.length > 0 && note("warning", `Left out, because no floor is told for it: ${plural(left.length, "file")}.`, left.slice(0, 10).join(", ")),
      h("details", { open: isOpen }, h("summary", {}, plural(files.length, "file")), h("ul", { class: "batch-files" }, ...files.map(fileRow))),
      canCancel && h("div", { class: "row" }, h("button", { type: "button", class: "button quiet", onclick: () => this.#cancel(id) }, isDone ? "Discard all drafts of it" : "Cancel")),
    ].filter(Boolean));
  }

  async #cancel(id) {
    try {
      this.#show(await api("POST", `/batches/${id}/cancel`));
      announce(`${this.told.name} was cancelled`);
    } catch (problem) {
      this.body.append(problemNote(problem));
    }
  }
}

function batchForm({ sites }, onmade) {
  const files = h("input", { type: "file", id: "batch-files", class: "input", multiple: true, required: true });
  const site = h("select", { class: "input", id: "batch-site" }, ...sites.map(({ id, name }) => h("option", { value: id }, name)));
  const pattern = h("input", { class: "input", id: "batch-pattern", placeholder: PATTERN, autocomplete: "off", maxlength: 200 });
  const building = h("input", { class: "input", id: "batch-building", autocomplete: "off", maxlength: 120 });
  const trouble = h("div");
  const go = h("button", { type: "submit", class: "button primary" }, "Bring them in");

  async function begin(event) {
    event.preventDefault();
    const form = new FormData();
    for (const file of files.files) form.append("file", file);
    form.append("pattern", pattern.value);
    form.append("building", building.value);
    go.disabled = true;
    go.textContent = "Sending…";
    trouble.replaceChildren();
    try {
      onmade(await api("POST", `/sites/${site.value}/batches`, { form, ifLost: "Send it again: a file that arrived is kept only once." }));
      files.value = "";
    } catch (problem) {
      trouble.replaceChildren(problemNote(problem));
    } finally {
      go.disabled = false;
      go.textContent = "Bring them in";
    }
  }

  return h("form", { class: "stack batch-form", onsubmit: begin },
    field("Files", files, "One ZIP archive, or several drawings; at most 50 MB together."),
    sites.length > 1 ? field("Site", site) : null,
    field("How the files are named", pattern, "Such as {building}_{floor}.dxf. Not needed with a manifest.csv among them: file, building, floor, view."),
    field("Building", building, "Of files whose name or line tells none. It is made when it is missing."),
    trouble, h("div", { class: "row" }, go));
}

/** Fills the overview's section about many files. */
export function batchSection(facts) {
  const box = one("#batches");
  const list = h("ul", { class: "batches" });
  const show = (told) => {
    const batch = new Batch(told);
    list.prepend(batch.element);
    return batch;
  };
  const form = h("details", { class: "card batch-new" }, h("summary", {}, "Bring in many files at once"),
    batchForm(facts, (told) => { form.open = false; show(told).element.scrollIntoView({ block: "nearest" }); }));
  box.replaceChildren(form, list);
  api("GET", "/batches").then((all) => {
    for (const told of all.filter(({ is_done: isDone }) => !isDone).reverse()) show(told);
  }, () => {});
}
