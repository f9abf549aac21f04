// What a screen reader should say without moving the focus.

let timer = 0;

export function announce(text) {
  const region = document.getElementById("announcements");
  if (!region) return;
  clearTimeout(timer);
  region.textContent = "";
  // The pause lets a reader notice the same sentence said twice.
  timer = setTimeout(() => { region.textContent = text; }, 60);
}
