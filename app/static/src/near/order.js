// On a phone the map is above the answer, and an answer is above the form that asked for it. What
// is seen first is also reached first with Tab, so the nodes themselves stand in that order.

const PHONE = "(max-width: 47.99rem)";

export const isPhone = () => matchMedia(PHONE).matches;

/** A function for when an answer is there; afterwards the order follows the window's width. */
export function makeOrder(root, side, stage, answerBox) {
  const arrange = () => {
    const first = isPhone() ? stage : side;
    // A node that is moved loses the focus within it.
    if (root.firstElementChild !== first) root.prepend(first);
  };
  matchMedia(PHONE).addEventListener("change", arrange);
  arrange();
  return () => {
    root.dataset.asked = "true";
    if (side.firstElementChild !== answerBox) side.prepend(answerBox);
  };
}
