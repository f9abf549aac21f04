// The part of Leaflet that the floor page needs, as `L`: the map, how it is moved, and the one drawing.
// Markers, tiles, pop-ups and shapes of Leaflet's own are two fifths of it, and other pages load it whole.

import "leaflet/src/control/Control.Zoom.js";
import { Control, control } from "leaflet/src/control/Control.js";
import { scale } from "leaflet/src/control/Control.Scale.js";
import * as Util from "leaflet/src/core/Util.js";
import { CRS } from "leaflet/src/geo/crs/CRS.js";
import { EPSG3857 } from "leaflet/src/geo/crs/CRS.EPSG3857.js";
import { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
import { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { toBounds as bounds } from "leaflet/src/geometry/Bounds.js";
import { toPoint as point } from "leaflet/src/geometry/Point.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import { Map, map } from "leaflet/src/map/index.js";

CRS.EPSG3857 = EPSG3857;
control.scale = scale;
window.L = { CRS, Control, Map, Util, bounds, control, latLng, latLngBounds, map, point, svg };
