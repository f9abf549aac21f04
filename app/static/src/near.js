// The page "Near me": the map shell of the server calls `window.floorplans.near(map, settings)`.
import { nearPage } from "./near/page.js";

window.floorplans = { ...window.floorplans, near: nearPage };
