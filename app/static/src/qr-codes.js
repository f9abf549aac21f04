// Reads QR codes out of pictures, for browsers that cannot. Asked for only when somebody scans, so
// it is a script of its own: `window.floorplans.readCode({width, height, data})`.
import decodeQR from "qr/decode.js";

/** The text of a code in a picture of RGBA bytes; null where there is none. */
function readCode(picture) {
  try {
    return decodeQR(picture);
  } catch {
    return null;
  }
}

window.floorplans = { ...window.floorplans, readCode };
