// The few choices that stay on this device: theme, filters, map or list. Nothing personal, and a
// browser that refuses storage only forgets them.

export function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`floorplans.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`floorplans.${name}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden; the choice lasts as long as the page.
  }
}
