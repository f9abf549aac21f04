/** Said after the page was written anew: the order of the days may have changed. */
export function sessionNote(text) {
  history.replaceState({ said: text }, "");
  location.reload();
}
