// Stairs, lifts and entrances of a building, and a way out of doors: the map shell of the server calls
// `window.floorplans.ways(map, settings)` or `outdoorWay`.
import { outdoorWayMap } from "./ways/line.js";
import { waysMap } from "./ways/map.js";

window.floorplans = { ...window.floorplans, ways: waysMap, outdoorWay: outdoorWayMap };
