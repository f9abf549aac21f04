// The beacons of a floor: the map shell of the server calls `window.floorplans.beacons(map, settings)`.
import { beaconsPage } from "./beacons/page.js";

window.floorplans = { ...window.floorplans, beacons: beaconsPage };
