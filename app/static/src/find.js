// The page "Find a place": the map shell of the server calls `window.floorplans.find(map, settings)`.
import { findPage } from "./find/page.js";

window.floorplans = { ...window.floorplans, find: findPage };
