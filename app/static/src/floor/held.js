// Keeps what somebody presses before there is anything that answers.

const LINKS = "a[href]";

/** Hold the last press within an element; the function that is returned lets it happen. */
export function holdClicks(element) {
  let held = null;
  const hold = (event) => {
    if (event.target.closest(LINKS)) return;
    event.preventDefault();
    event.stopPropagation();
    held = event;
  };
  element.addEventListener("click", hold, true);
  return () => {
    element.removeEventListener("click", hold, true);
    if (!held?.target.isConnected) return;
    const { target, clientX, clientY, screenX, screenY, detail } = held;
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, composed: true, view: window, clientX, clientY, screenX, screenY, detail }));
  };
}
