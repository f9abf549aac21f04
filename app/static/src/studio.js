// The pages of facility staff. The studio's map shell calls `window.floorplans.studio(map, settings)`;
// the overview starts by itself.
import { one } from "./common/dom.js";
import { overviewPage } from "./studio/overview.js";
import { studioPage } from "./studio/page.js";

window.floorplans = { ...window.floorplans, studio: studioPage };
if (one("#drop-zone")) overviewPage();
