"""Pages on a phone far from everything: a slow processor and a slow network together.

The processor is slowed four times. The network is Lighthouse's "slow 4G" (lighthouse/core/config/
constants.js, ``mobileSlow4G``): 150 ms for a question and its answer, 1.6 Mbit/s down, 750 kbit/s
up, by ``Network.emulateNetworkConditions`` of the browser. What a service worker asks is not slowed
by that, so it is passed by: warm is the browser's own cache, in which the same files lie.

The first useful view of a floor is its plan with what is free, painted; it is ready when what
answers a press has been loaded and set up, too. The useful view of “Near me” is the form, usable
and painted. It is pressed as soon as it knows the floor's places, with one of them as
the beginning, as a scanned code would; the list is timed from the press, as a person would feel it,
and from the start of navigation.
Before the plan is everything that came but the drawing and what is free on it, and but what is
fetched ahead for later. The promise is about a floor of 200 places; one of 1,000 is stated beside
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from bench.browsing import PATIENCE_MS, sign_in

LATENCY_MS, DOWN_KBIT_S, UP_KBIT_S = 150, 1600, 750
SLOWER = 4
PHONE = {"width": 390, "height": 844}
LOADS = 5
USEFUL_LIMIT_MS = 1500.0
BEFORE_PLAN_LIMIT_BYTES = 150 * 1024
#: Part of an address: what is not before the plan.
PLAN = ("/map/", "/availability")

#: Notes when something is there and has been painted: the task after a frame was handed on.
_PAINTED = """
const told = { };
const painted = (name, then) => requestAnimationFrame(() => setTimeout(() => {
  told[name] = performance.now();
  then?.();
}, 0));
const whenever = (isThere, then) => {
  if (isThere()) { then(); return; }
  const seen = new MutationObserver(() => { if (isThere()) { seen.disconnect(); then(); } });
  seen.observe(document, { subtree: true, childList: true, attributes: true });
};
window.told = told;
const done = () => { document.documentElement.dataset.measured = "true"; };
"""
_FLOOR = """
whenever(() => document.querySelector(".stage[data-shown]"), () => painted("useful"));
whenever(() => document.querySelector(".stage[data-ready]"), () => painted("ready", done));
"""
_NEAR = """
const press = () => {
  document.querySelector("[data-origin=space]").click();
  document.querySelector("#near-space").value = document.querySelector("#near-spaces option").value;
  told.pressed = performance.now();
  document.querySelector("#near-go").click();
  whenever(() => document.querySelector("#near-answer .near-place"), () => painted("list", done));
};
whenever(() => document.querySelector("#near-when > *"), () => painted("useful", () => {
  whenever(() => document.querySelector("#near-spaces option"), press);
}));
"""


def phone(
    browser: Browser, url: str, floors: dict[str, str], person: tuple[str, str]
) -> dict[str, Any]:
    """The figures of “Near me” and of floors, by name; ``person`` is who signs in: e-mail and
    password."""
    with _signed_in(browser, url, person) as state:
        return {
            "network": {"latency_ms": LATENCY_MS, "down_kbit_s": DOWN_KBIT_S},
            "near": _visit(browser, f"{url}/near", state, _NEAR),
            **{name: _visit(browser, url + path, state, _FLOOR) for name, path in floors.items()},
        }


def targets(found: dict[str, Any]) -> dict[str, bool]:
    """What is promised, and whether it is kept."""
    held = {}
    for name in ("floor", "near"):
        page = found[name]
        for cache in ("cold", "warm"):
            held[f"{name}, phone on slow 4G, {cache}: useful below {USEFUL_LIMIT_MS:.0f} ms"] = (
                page[cache]["useful_ms"] < USEFUL_LIMIT_MS
            )
        held[f"{name}: at most {BEFORE_PLAN_LIMIT_BYTES} bytes before the plan"] = (
            page["cold"]["before_plan_bytes"] <= BEFORE_PLAN_LIMIT_BYTES
        )
    return held


@contextmanager
def _signed_in(browser: Browser, url: str, person: tuple[str, str]) -> Iterator[Any]:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    try:
        sign_in(context.new_page(), url, *person)
        yield context.storage_state()
    finally:
        context.close()


def _visit(browser: Browser, address: str, state: Any, watch: str) -> dict[str, Any]:
    """Each load with a window of its own, so that nothing is at hand; then again, with everything.

    The first load of all warms the service and counts for nothing.
    """
    loads = [_loads(browser, address, state, watch) for _ in range(LOADS + 1)][1:]
    return {
        "cold": _middle([cold for cold, _ in loads]),
        "warm": _middle([warm for _, warm in loads]),
    }


def _loads(
    browser: Browser, address: str, state: Any, watch: str
) -> tuple[dict[str, float], dict[str, float]]:
    context = browser.new_context(
        viewport=PHONE, locale="en-GB", storage_state=state, has_touch=True, is_mobile=True
    )
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(_PAINTED + watch)
        protocol = context.new_cdp_session(page)
        _slow(protocol)
        return _load(page, protocol, address), _load(page, protocol, address)
    finally:
        context.close()


def _slow(protocol: CDPSession) -> None:
    protocol.send("Network.enable")
    protocol.send("Network.setBypassServiceWorker", {"bypass": True})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    protocol.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": DOWN_KBIT_S * 1000 / 8,
            "uploadThroughput": UP_KBIT_S * 1000 / 8,
        },
    )


def _load(page: Page, protocol: CDPSession, address: str) -> dict[str, float]:
    """One load; milliseconds since the start of navigation, and bytes that came, packed."""
    page.goto("about:blank")
    asked: dict[str, str] = {}
    came: dict[str, float] = {}

    def sent(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        came[event["requestId"]] = event["encodedDataLength"]

    protocol.on("Network.requestWillBeSent", sent)
    protocol.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="commit")
    page.locator("html[data-measured]").wait_for(state="attached")
    told = page.evaluate("window.told")
    paints = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint').map((paint) => paint.startTime)"
    )
    protocol.remove_listener("Network.requestWillBeSent", sent)
    protocol.remove_listener("Network.loadingFinished", finished)
    sizes = {asked[each]: size for each, size in came.items() if each in asked}
    before = sum(size for url, size in sizes.items() if not any(part in url for part in PLAN))
    found = {"first_paint_ms": paints[0] if paints else 0.0, "useful_ms": told["useful"]}
    if "ready" in told:
        found["ready_ms"] = told["ready"]
    if "list" in told:
        found["list_ms"] = told["list"]
        found["list_after_press_ms"] = told["list"] - told["pressed"]
    return {**found, "before_plan_bytes": before, "bytes": sum(sizes.values())}


def _middle(loads: list[dict[str, float]]) -> dict[str, float]:
    useful = [load["useful_ms"] for load in loads]
    return {
        **{name: round(median(load[name] for load in loads), 1) for name in loads[0]},
        "useful_highest_ms": round(max(useful), 1),
    }
