import { keep, recall } from "./kept.js";

const NEXT = { auto: "light", light: "dark", dark: "auto" };
const SAYS = { auto: "Colours follow your device", light: "Light colours", dark: "Dark colours" };

function show(button, theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.dataset.shown = theme;
  button.setAttribute("aria-label", `${SAYS[theme]}. Change`);
  button.title = SAYS[theme];
}

/** One button goes round: as the device, light, dark. */
export function themeSwitch(button) {
  let theme = NEXT[recall("theme", "auto")] ? recall("theme", "auto") : "auto";
  show(button, theme);
  button.addEventListener("click", () => {
    theme = NEXT[theme];
    keep("theme", theme);
    show(button, theme);
  });
}
