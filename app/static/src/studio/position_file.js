// A world file: chosen, dropped as text, or pasted.

import { h } from "../common/dom.js";
import { field } from "./field.js";

const SUFFIXES = ".tfw,.jgw,.pgw,.dxfw,.wld,.tifw,.jpgw,.pngw,.gfw,.bpw,.txt";
const MOST_BYTES = 2000;

export function fileWay({ srid, detail, onchange }) {
  const text = h("textarea", { class: "input", id: "world-file", rows: 6, spellcheck: "false", oninput: onchange, placeholder: "0.001\n0\n0\n0.001\n629340\n5803880" });
  const code = h("input", { class: "input", id: "world-epsg", inputmode: "numeric", value: detail?.epsg ?? srid, oninput: onchange });
  const file = h("input", { type: "file", id: "world-choice", accept: SUFFIXES, onchange: take });
  text.value = detail?.world_file ?? "";

  async function take() {
    const [chosen] = file.files;
    if (!chosen) return;
    text.value = (await chosen.slice(0, MOST_BYTES).text()).trim();
    onchange();
  }

  const element = h("div", { class: "stack" },
    field("World file", file, "The small file beside a drawing or a picture: .tfw, .jgw, .pgw, .dxfw or .wld."),
    field("Its lines", text, "Six numbers, one to a line, or one or two lines “x,y east,north”."),
    field("EPSG code of its coordinates", code, `The site's is ${srid}.`));

  const body = () => ({ world_file: text.value, epsg: Number(code.value.trim()) || srid });

  function value() {
    if (text.value.trim()) return body();
    text.focus();
    throw Object.assign(new Error("The world file is missing."), { advice: "Choose the file, or paste its lines.", code: "incomplete" });
  }

  return { element, value, ready: () => (text.value.trim() ? body() : null), show: () => {} };
}
