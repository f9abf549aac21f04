// The form of a closure: the map shell of the server calls `window.floorplans.closing(map, settings)`.
import { closingForm } from "./closing/form.js";

window.floorplans = { ...window.floorplans, closing: closingForm };
