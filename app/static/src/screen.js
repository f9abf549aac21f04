// A screen on a wall: the map shell of the server calls `window.floorplans.screen(map, settings)`.
import { screenPage } from "./screen/page.js";

window.floorplans = { ...window.floorplans, screen: screenPage };
