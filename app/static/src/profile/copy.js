// A button that copies what stands in a field; without a clipboard it stays away.
import { announce } from "../common/announce.js";

const COPIED_MS = 4000;

export function copies(button) {
  const field = document.getElementById(button.dataset.copies);
  if (!field || !navigator.clipboard) return;
  const words = button.textContent;
  let timer = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await navigator.clipboard.writeText(field.value).then(() => true, () => false);
    if (!done) field.select();
    button.textContent = done ? "Copied" : "Selected: copy it with your keyboard";
    announce(button.textContent);
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = words; }, COPIED_MS);
  });
}
