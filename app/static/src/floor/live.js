// Live updates. The server says "the floor changed"; the page then asks for the small document.
// A hidden page hangs up, a lost connection is tried again ever more slowly, and meanwhile the
// page asks by itself.

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const HIDDEN_GRACE_MS = 20_000;
const TOGETHER_MS = 120;
const POLL_MS = 30_000;

/** Call `refresh(version)` when the floor has a version (the first comes at once, so nothing that
    happened while nobody listened is lost), `refresh(null)` when it may have changed, and
    `tell(online)` when the connection comes or goes. */
export function keepLive(url, refresh, tell) {
  let source = null;
  let pause = FIRST_PAUSE_MS;
  let retry = 0;
  let hangUp = 0;
  let due = 0;
  let poll = 0;
  let newest = 0;
  let online = true;

  function now(connected) {
    if (connected !== online) tell(connected);
    online = connected;
  }

  function soon(version) {
    newest = Math.max(newest, version);
    due ||= setTimeout(() => { due = 0; refresh(newest); }, TOGETHER_MS);
  }

  function close() {
    source?.close();
    source = null;
    clearTimeout(retry);
  }

  function lost() {
    close();
    now(false);
    poll ||= setInterval(() => refresh(null), POLL_MS);
    const wait = pause * (0.75 + Math.random() / 2);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    retry = setTimeout(open, wait);
  }

  function opened() {
    pause = FIRST_PAUSE_MS;
    clearInterval(poll);
    poll = 0;
    now(true);
  }

  function open() {
    close();
    if (document.hidden) return;
    source = new EventSource(url);
    source.addEventListener("open", opened);
    source.addEventListener("error", lost);
    source.addEventListener("version", (event) => soon(JSON.parse(event.data).version));
    // The session has ended: reading on would only fail.
    source.addEventListener("signed-out", () => location.reload());
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hangUp);
    if (document.hidden) hangUp = setTimeout(close, HIDDEN_GRACE_MS);
    else if (!source) { pause = FIRST_PAUSE_MS; open(); }
  });
  addEventListener("online", () => { pause = FIRST_PAUSE_MS; open(); });
  addEventListener("offline", () => { if (source) lost(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
}
