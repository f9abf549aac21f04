// Floors that hold nothing, such as one whose only drawing was refused, can be removed here.

import { api } from "../common/api.js";
import { all, h } from "../common/dom.js";
import { toast } from "../common/toast.js";

function takeAway(row) {
  const list = row.parentElement;
  row.remove();
  if (!list.children.length) list.append(h("li", {}, h("span"), h("span", { class: "soft" }, "No floor yet")));
}

async function remove(button, onremoved) {
  const { removeFloor: floorId, floorName } = button.dataset;
  button.disabled = true;
  try {
    await api("DELETE", `/floors/${floorId}`);
  } catch (problem) {
    toast(`${problem.message} ${problem.advice}`);
    button.disabled = false;
    return;
  }
  takeAway(button.closest("[data-floor]"));
  toast(`${floorName} was removed.`);
  onremoved(floorId);
}

/** Make the buttons work; `onremoved(floorId)` is told of each floor that went. */
export function emptyFloors(onremoved) {
  for (const button of all("[data-remove-floor]")) button.addEventListener("click", () => remove(button, onremoved));
}
