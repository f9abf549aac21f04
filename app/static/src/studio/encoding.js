// How the drawing's texts are written, where that is in doubt: what was read, and a choice.

import { h } from "../common/dom.js";
import { note } from "./note.js";

const WORDS = {
  "utf-8": "Unicode (UTF-8)", cp1252: "Western European", cp1250: "Central European", cp1251: "Cyrillic", cp1253: "Greek", cp1254: "Turkish",
  cp1255: "Hebrew", cp1256: "Arabic", cp1257: "Baltic", cp874: "Thai", cp932: "Japanese", gbk: "Chinese, simplified", cp950: "Chinese, traditional",
  cp949: "Korean", johab: "Korean (Johab)", cp437: "American (DOS)", cp850: "Western European (DOS)", cp852: "Central European (DOS)",
  cp866: "Cyrillic (DOS)", cp737: "Greek (DOS)", cp857: "Turkish (DOS)", cp775: "Baltic (DOS)", cp860: "Portuguese (DOS)", cp865: "Nordic (DOS)",
  mac_roman: "Western European (Mac)", koi8_r: "Cyrillic (KOI8)", iso8859_5: "Cyrillic (ISO)", iso8859_7: "Greek (ISO)",
};
const IN_DOUBT = /^TEXT_ENCODING_/;
const BEYOND_ASCII = /[^\u0000-\u007f]/;
const SHOWN_NAMES = 4;
// The value of the choice that nobody made.
const AS_FOUND = "";

/** "Cyrillic, cp1251": people know one or the other. */
const encodingText = (encoding) => (encoding in WORDS ? `${WORDS[encoding]}, ${encoding}` : encoding);

/** Names as they are read now; wrong letters are seen here first. */
function namesIn({ rooms, zones, layers }) {
  const all = [...rooms.features, ...zones.features].map(({ properties }) => properties.name).concat(layers.map(({ name }) => name));
  return [...new Set(all)].filter((name) => BEYOND_ASCII.test(name ?? "")).slice(0, SHOWN_NAMES);
}

function sample(draft) {
  const names = namesIn(draft);
  return names.length > 0 && h("p", { class: "soft", id: "encoding-sample" }, `Names are read like this: ${names.map((name) => `“${name}”`).join(", ")}.`);
}

/** What a person was about to choose when the plan came anew: the section is made again, not that. */
function begun() {
  const standing = document.querySelector("#encoding-section details[data-begun]");
  return standing && { isOpen: standing.open, value: standing.querySelector("select").value };
}

function choice(encodings, said, isOpen, apply) {
  const before = begun();
  const offered = said && !encodings.includes(said) ? [...encodings, said] : encodings;
  const named = offered.map((each) => [each, encodingText(each)]).sort(([, one], [, other]) => one.localeCompare(other));
  const select = h("select", { class: "input", id: "encoding", onchange: () => begin() },
    h("option", { value: AS_FOUND }, "As found"), ...named.map(([value, words]) => h("option", { value }, words)));
  select.value = before?.value ?? said ?? AS_FOUND;
  const use = () => { delete details.dataset.begun; apply({ encoding: select.value || null }); };
  const details = h("details", { open: before?.isOpen ?? isOpen }, h("summary", { onclick: () => begin() }, "Read the texts otherwise"),
    h("div", { class: "row unit-choice" }, h("label", { for: "encoding", class: "visually-hidden" }, "Encoding of the texts"), select,
      h("button", { type: "button", class: "button", onclick: use }, "Read the texts so")));
  const begin = () => { details.dataset.begun = "yes"; };
  if (before) begin();
  return details;
}

/** The section about letters; null where nobody doubts them. `apply({encoding})` reads the drawing
    again. */
export function encodingSection({ draft, issues, encodings, editable, apply }) {
  const said = draft.profile?.encoding;
  const doubt = said ? null : issues.find(({ code }) => IN_DOUBT.test(code));
  if (!said && !doubt) return null;
  return h("section", { class: "stack", "aria-labelledby": "encoding-title", id: "encoding-section" },
    h("h2", { id: "encoding-title" }, "Letters"),
    doubt
      ? note("warning", doubt.message, editable && "Look at names with letters beyond a to z. If they are wrong, choose how the texts are written.")
      : h("p", {}, "The texts are read as ", h("strong", {}, encodingText(said)), ". A person said so."),
    sample(draft),
    editable && choice(encodings, said, Boolean(doubt), apply));
}
