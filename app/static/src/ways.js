// The stairs and lifts of a building: the map shell of the server calls `window.floorplans.ways(map, settings)`.
import { waysMap } from "./ways/map.js";

window.floorplans = { ...window.floorplans, ways: waysMap };
