// The floor page. This part only asks for the drawing and for what is free; the map shell of the server
// then calls `window.floorplans.floor(map)`, for which the part that draws is loaded beside it.
import { loadCommon } from "./common/late.js";
import { begin } from "./floor/begin.js";

const begun = begin(JSON.parse(document.getElementById("floor-settings").textContent));
// Who waits for it sees a failure.
begun.catch(() => {});

async function floor(map) {
  try {
    const { floorPage } = await import("./floor/page.js");
    await floorPage(map, begun, loadCommon);
  } finally {
    loadCommon();
  }
}

window.floorplans = { ...window.floorplans, floor };
// Also where no map comes.
addEventListener("error", loadCommon, { once: true, capture: true });
