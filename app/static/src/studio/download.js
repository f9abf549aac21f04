// The plan as a file: a menu of what it can be written as, each a plain link.

import { h, one } from "../common/dom.js";

const GROUPS = [
  ["On paper", [
    ["pdf", "PDF, A4", "To print, at a round scale", { paper: "a4" }],
    ["pdf", "PDF, A3", "The same on a larger sheet", { paper: "a3" }],
    ["svg", "SVG", "To edit as a drawing"],
    ["png", "PNG", "A picture"],
  ]],
  ["To work on", [
    ["dxf", "DXF", "For CAD; brought in again, places stay who they are"],
    ["csv", "CSV", "Places as a spreadsheet"],
    ["geojson", "GeoJSON", "For web maps"],
    ["gpkg", "GeoPackage", "For GIS programs"],
    ["imdf", "IMDF", "For Microsoft Places and Apple"],
  ]],
];

const address = ({ floorId }, plan, format, query) => `/api/v1/floors/${floorId}/exports/${format}?${new URLSearchParams({ revision: plan.id, ...query })}`;

const link = (href, words, hint) => h("li", {}, h("a", { href, download: true }, h("strong", {}, words), h("span", { class: "soft small" }, hint)));

const section = (name, items) => h("section", { "aria-label": name }, h("h2", {}, name), h("ul", {}, items));

const group = (name, formats, plan, settings) =>
  section(name, formats.map(([format, words, hint, query]) => link(address(settings, plan, format, query), words, hint)));

const redline = ({ id }) =>
  section("For whoever drew it", [link(`/api/v1/plans/${id}/redline.dxf`, "Redline", "The drawing as it came, with the open findings marked in it")]);

/** A draft is on no floor yet: only what is wrong with it can be had. */
const isPublished = ({ state }) => state !== "draft";

/** A button that opens the menu; Escape, a choice and a click elsewhere close it. */
export function downloadMenu(plan, settings) {
  const list = h("div", { class: "download-list" },
    isPublished(plan) && GROUPS.map(([name, formats]) => group(name, formats, plan, settings)), redline(plan));
  const menu = h("details", { class: "download-menu" }, h("summary", { class: "button" }, "Download"), list);
  const close = () => { menu.open = false; };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    one("summary", menu).focus();
  });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(); });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) close(); });
  return menu;
}
