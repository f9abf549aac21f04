// The small card beside a space under the pointer or in focus. The same words are in the space's
// own name, so a screen reader does not need the card.

import { h, one } from "../common/dom.js";
import { factsOf, titleOf } from "../common/words.js";
import { lookOf, statusOf, statusText } from "./spaces.js";
import { sample } from "./patterns.js";

const AWAY_PX = 14;

export function makeHoverCard(stage, map, store, zone) {
  const card = h("div", { class: "hover-card", hidden: true, "aria-hidden": "true" });
  stage.append(card);

  function place(space) {
    const at = map.latLngToContainerPoint([space.anchor[1], space.anchor[0]]);
    const [width, height] = [card.offsetWidth, card.offsetHeight];
    const room = one(".leaflet-container", stage).getBoundingClientRect();
    const x = Math.min(Math.max(at.x - width / 2, 8), Math.max(8, room.width - width - 8));
    const above = at.y - height - AWAY_PX;
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(above > 8 ? above : at.y + AWAY_PX)}px)`;
  }

  return (space) => {
    card.hidden = !space;
    if (!space) return;
    const now = statusOf(store.get(), space.id);
    card.replaceChildren(
      h("strong", {}, titleOf(space)),
      h("span", { class: "hover-status" }, sample(lookOf(now)), statusText(now, store.get().window, zone)),
      h("span", { class: "soft small" }, factsOf(space)),
    );
    place(space);
  };
}
