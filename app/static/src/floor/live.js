// Live updates. The server says "the floor changed"; the page then asks for the small document.
// A hidden page hangs up, a lost connection is tried again ever more slowly, and meanwhile the
// page asks by itself.

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const HIDDEN_GRACE_MS = 20_000;
const TOGETHER_MS = 120;
const POLL_MS = 30_000;

/** A function for news {version, …}; where several come together, the newest counts, and `before` it
    are the others. */
function makeTogether(refresh) {
  let heard = [];
  return (news) => {
    if (heard.push(news) > 1) return;
    setTimeout(() => {
      const [newest, ...before] = heard.reverse();
      heard = [];
      refresh({ ...newest, before: before.reverse() });
    }, TOGETHER_MS);
  };
}

/** What to do while there is no connection: ask now and then, and `open` again ever more slowly. */
function makePatience(refresh, open) {
  let [pause, retry, poll] = [FIRST_PAUSE_MS, 0, 0];
  return {
    eager() { pause = FIRST_PAUSE_MS; },
    stop() { clearTimeout(retry); },
    relax() {
      pause = FIRST_PAUSE_MS;
      clearInterval(poll);
      poll = 0;
    },
    wait() {
      poll ||= setInterval(() => refresh(null), POLL_MS);
      retry = setTimeout(open, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    },
  };
}

/** Connect when the page is looked at and there is a network; hang up when it is not. */
function followPage({ open, close, lost, isOpen }) {
  let hangUp = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hangUp);
    if (document.hidden) hangUp = setTimeout(close, HIDDEN_GRACE_MS);
    else if (!isOpen()) open();
  });
  addEventListener("online", open);
  addEventListener("offline", () => { if (isOpen()) lost(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
}

/** Call `refresh(news)` when the floor has a version (the first comes at once, so nothing that
    happened while nobody listened is lost), `refresh(null)` when it may have changed, and
    `tell(online)` when the connection comes or goes. `urlNow()` is where to listen; what is returned
    begins anew, for when that is another place. */
export function keepLive(urlNow, refresh, tell) {
  let source = null;
  let online = true;
  const soon = makeTogether(refresh);
  const patience = makePatience(refresh, () => open());

  function now(connected) {
    if (connected !== online) tell(connected);
    online = connected;
  }

  function close() {
    source?.close();
    source = null;
    patience.stop();
  }

  function lost() {
    close();
    now(false);
    patience.wait();
  }

  function open() {
    close();
    if (document.hidden) return;
    source = new EventSource(urlNow());
    source.addEventListener("open", () => { patience.relax(); now(true); });
    source.addEventListener("error", lost);
    source.addEventListener("version", (event) => soon(JSON.parse(event.data)));
    // The session has ended: reading on would only fail.
    source.addEventListener("signed-out", () => location.reload());
  }

  const openEagerly = () => { patience.eager(); open(); };
  followPage({ open: openEagerly, close, lost, isOpen: () => source !== null });
  open();
  return () => { if (source) open(); };
}
