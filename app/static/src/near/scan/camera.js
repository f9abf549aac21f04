// The camera at the back of the phone, for as long as the dialog is open. Its pictures are looked at
// here and go nowhere.

const TYPE_IT = "Type the name or number that stands on the code instead.";
const REASONS = {
  NotAllowedError: ["The browser may not use the camera.", `Allow it for this page in the browser's settings, or: ${TYPE_IT}`],
  NotFoundError: ["There is no camera on this device.", TYPE_IT],
  NotReadableError: ["The camera cannot be used right now; perhaps another program has it.", `Close that one and try again, or: ${TYPE_IT}`],
  insecure: ["The browser gives the camera to pages with https only.", TYPE_IT],
};
const ALIASES = { SecurityError: "NotAllowedError", OverconstrainedError: "NotFoundError" };
const WANTED = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };

function problemOf(name) {
  const [message, advice] = REASONS[ALIASES[name] ?? name] ?? REASONS.NotReadableError;
  return Object.assign(new Error(message), { advice, code: "no_camera" });
}

/** Show the camera in a video element; resolves to a function that lets it go. Rejects with
    {message, advice, code} in words for a person. */
export async function openCamera(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw problemOf("insecure");
  let stream = null;
  const stop = () => { for (const track of stream?.getTracks() ?? []) track.stop(); video.srcObject = null; };
  try {
    stream = await navigator.mediaDevices.getUserMedia(WANTED);
    video.srcObject = stream;
    await video.play();
  } catch (error) {
    stop();
    throw problemOf(error.name);
  }
  return stop;
}
