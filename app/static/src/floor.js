// The floor page: the map shell of the server calls `window.floorplans.floor(map, settings)`.
import { floorPage } from "./floor/page.js";

window.floorplans = { ...window.floorplans, floor: floorPage };
