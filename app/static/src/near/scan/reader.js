// Reads a code out of what the camera sees: the browser does it where it can, else a script of ours
// that is fetched when it is needed first.

import { h } from "../../common/dom.js";

const FORMAT = "qr_code";
// Finer pictures take longer, and a code held up to a camera is never that small in them.
const WIDEST_PX = 960;

/** The browser's own reader, null where it has none for these codes. */
async function ownReader() {
  try {
    const formats = await window.BarcodeDetector?.getSupportedFormats();
    return formats?.includes(FORMAT) ? new window.BarcodeDetector({ formats: [FORMAT] }) : null;
  } catch {
    return null;
  }
}

function fetched(address) {
  return new Promise((resolve, reject) => {
    const lost = () => reject(Object.assign(new Error("The part that reads codes could not be loaded."),
      { advice: "Check your connection and try again.", code: "no_connection" }));
    document.head.append(h("script", { src: address, onload: () => resolve(window.floorplans.readCode), onerror: lost }));
  });
}

function pictureOf(video, canvas) {
  const scale = Math.min(1, WIDEST_PX / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  paper.drawImage(video, 0, 0, canvas.width, canvas.height);
  return paper.getImageData(0, 0, canvas.width, canvas.height);
}

/** A function that resolves to the text of the code that a video shows now, or null; `address` is
    that of our own script. */
export async function makeReader(address) {
  let own = await ownReader();
  const canvas = h("canvas");
  const ours = async (video) => {
    const read = window.floorplans?.readCode ?? await fetched(address);
    return read(pictureOf(video, canvas));
  };
  return async (video) => {
    if (!video.videoWidth) return null;
    if (!own) return ours(video);
    try {
      return (await own.detect(video))[0]?.rawValue ?? null;
    } catch {
      // It is there by name only, as on some desktops.
      own = null;
      return ours(video);
    }
  };
}
