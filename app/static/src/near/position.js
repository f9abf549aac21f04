// Asks the browser where it is, once, because somebody pressed the button. The answer is handed
// on and kept in no variable of this module, in no storage and in no address.

const PATIENCE_MS = 12_000;
// Vaguer than this is all the same, and the service takes no more.
const WORST_ACCURACY_M = 1_000_000;

const REASONS = {
  1: ["The browser did not tell your position.", "Allow it for this page, scan a code near you, or search near a desk or room."],
  2: ["Your position cannot be found right now.", "You can scan a code near you, or search near a desk or room instead."],
  3: ["Finding your position took too long.", "Try again, scan a code near you, or search near a desk or room."],
};
const NOWHERE = ["What your device tells is no place on the earth.", "Try again outside or by a window, or scan a code near you."];

const isPlace = ({ latitude, longitude, accuracy }) =>
  [latitude, longitude, accuracy].every(Number.isFinite) && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && accuracy >= 0;

/** Resolves to {lon, lat, accuracy_m}; rejects with {message, advice}. */
export function askPosition() {
  return new Promise((resolve, reject) => {
    const refuse = ([message, advice]) => reject(Object.assign(new Error(message), { advice, code: "no_position" }));
    const no = ({ code }) => refuse(REASONS[code] ?? REASONS[2]);
    if (!navigator.geolocation) { no({ code: 2 }); return; }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => (isPlace(coords) ? resolve({
        lon: coords.longitude, lat: coords.latitude, accuracy_m: Math.min(coords.accuracy, WORST_ACCURACY_M),
      }) : refuse(NOWHERE)),
      no,
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
    );
  });
}
