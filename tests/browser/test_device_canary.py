"""A position is granted, typed and searched from on a phone, with a connection and without.

Afterwards nothing that the phone keeps holds it, and of what the service heard only the bodies of
searches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Browser, BrowserContext, expect

from geo.ways.ground import Ground
from tests.browser.offline import has_worker
from tests.browser.plan import PlannedFloor
from tests.browser.test_deployments import Deployment, update
from tests.browser.test_near_offline import download, near_offline
from tests.browser.test_offline import go_offline
from tests.browser.test_offline_queue import STRIP, is_sent
from tests.browser.test_on_this_phone import begin, find
from tests.browser.world import PATIENCE_MS, Visitor, World, make_world, served, working_day
from tests.drills.canary.device import Listener, kept_bytes, note
from tests.drills.canary.scanner import Canary, forms_in
from tests.drills.canary.stage import HERE, Stage, canary_at, hits, staged
from tests.support.factories import EAST, NORTH, on_earth
from tests.support.walked import make_all_ways

#: In the open office, where no corner of the plan has the same first decimals in degrees.
INSIDE_M = (9.5275491, 3.0020283)
#: A decimetre: the corners of the plan are farther than that from both numbers.
INSIDE_DECIMALS = 6
FAR = {"latitude": 21.315603482917365, "longitude": -157.858093571264803, "accuracy": 9}
SEARCHES = {"nearest-by-walking", "routes", "nearby", "nearest-facilities"}
NO_PLACE = "no place of that name"
#: Put something into a store of a database.
PUT = """async (p) => {
  const asked = indexedDB.open("%s");
  const database = await new Promise((go) => { asked.onsuccess = () => go(asked.result); });
  const store = "%s";
  const transaction = database.transaction(store, "readwrite");
  const ended = new Promise((go) => { transaction.oncomplete = go; });
  transaction.objectStore(store).put(%s);
  await ended;
  database.close();
}"""
CLEAN = """async () => {
  for (const name of ["floorplans-plans", "floorplans-files-x"]) await caches.delete(name);
  for (const [name, store] of [["floorplans", "waiting"], ["floorplans-ways", "ways"]]) {
    const asked = indexedDB.open(name);
    const database = await new Promise((go) => { asked.onsuccess = () => go(asked.result); });
    const transaction = database.transaction(store, "readwrite");
    const ended = new Promise((go) => { transaction.oncomplete = go; });
    transaction.objectStore(store).clear();
    await ended;
    database.close();
  }
  localStorage.removeItem("where");
  sessionStorage.removeItem("where");
}"""


def inside() -> tuple[Canary, dict[str, float]]:
    """The place where the phone is, as what is hunted for and as the phone tells it."""
    east, north = EAST + INSIDE_M[0], NORTH + INSIDE_M[1]
    lon, lat = on_earth(*INSIDE_M)
    told = {"latitude": lat, "longitude": lon, "accuracy": 3}
    return Canary(lon, lat, east, north, INSIDE_DECIMALS), told


@dataclass(slots=True)
class Phone:
    """Somebody's phone on a stage, with all that it keeps and sends."""

    stage: Stage
    world: World
    visitor: Visitor
    floor: PlannedFloor
    listener: Listener
    canaries: list[Canary] = field(default_factory=list)

    def look(self, name: str) -> list[str]:
        """The forms in which the device keeps a position at this moment."""
        content = kept_bytes(self.visitor.page)
        note(self.stage.folder, name, content)
        return [form for canary in self.canaries for form in forms_in(canary, content)]

    def told(self) -> tuple[set[str], set[str]]:
        """The searches that were sent a position in their bodies, and what else was sent one."""
        searches: set[str] = set()
        others: set[str] = set()
        for each in self.listener.heard:
            for canary in self.canaries:
                if forms_in(canary, each.head):
                    others.add(f"head of {each.path}")
                if forms_in(canary, each.body):
                    own = each.path.rpartition("/")[2]
                    (searches if own in SEARCHES else others).add(own)
        return searches, others

    def ask(self, button: str = "Find near me") -> None:
        """Press, and wait until there is an answer of whatever kind."""
        page = self.visitor.page
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator("#near-answer").get_by_text("Asking where you are…")).to_have_count(0)
        expect(page.locator("#near-go")).to_be_enabled()


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with staged() as made:
        yield made


@contextmanager
def window(chromium: Browser, path: str, folder: Path, url: str) -> Iterator[BrowserContext]:
    """A phone's browser that keeps what it keeps in a folder, where it can be looked for."""
    context = chromium.browser_type.launch_persistent_context(
        folder,
        executable_path=path,
        args=["--no-sandbox"],
        viewport={"width": 390, "height": 844},
        has_touch=True,
        locale="en-GB",
        service_workers="allow",
        geolocation=inside()[1],  # type: ignore[arg-type]
    )
    try:
        context.grant_permissions(["geolocation"], origin=url)
        yield context
    finally:
        context.close()


@contextmanager
def phone_on(stage: Stage, name: str, chromium: Browser, chromium_path: str) -> Iterator[Phone]:
    listener = Listener()
    folder = stage.folder / f"profile-{name}"
    with served(stage.db, stage.home, listener.through) as url:
        world = make_world(stage.db, url)
        make_all_ways(stage.db)
        with window(chromium, chromium_path, folder, url) as context:
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            visitor = Visitor(world, context, page)
            visitor.sign_in()
            canaries = [
                inside()[0],
                canary_at(HERE),
                canary_at((FAR["longitude"], FAR["latitude"])),
            ]
            yield Phone(stage, world, visitor, world.floor, listener, canaries)


@pytest.fixture
def phone(stage: Stage, chromium: Browser, chromium_path: str) -> Iterator[Phone]:
    with phone_on(stage, "careful", chromium, chromium_path) as made:
        yield made


def stand(phone: Phone, where: dict[str, Any]) -> None:
    phone.visitor.context.set_geolocation(where)  # type: ignore[arg-type]


def everywhere(phone: Phone) -> None:
    """Search from inside, from outside, from afar, and roughly."""
    _, here = inside()
    outside = {"longitude": HERE[0], "latitude": HERE[1], "accuracy": 7}
    for where in ({**here, "accuracy": 900}, FAR, outside, here):
        stand(phone, where)
        phone.ask()


def type_it(phone: Phone) -> None:
    """As somebody might who does not know what the field is for."""
    page = phone.visitor.page
    page.get_by_role("button", name="A desk or room").click()
    page.get_by_label("Near which place").fill(f"{HERE[1]:.7f}, {HERE[0]:.7f}")
    page.get_by_role("button", name="Find near this place").click()
    expect(page.get_by_role("alert").first).to_contain_text(NO_PLACE)
    page.get_by_label("Near which place").fill("")
    page.get_by_role("button", name="Where I am").click()


def fails(*_: object) -> None:
    east, north = EAST + INSIDE_M[0], NORTH + INSIDE_M[1]
    raise shapely.GEOSException(f"side location conflict at {east} {north}")


def with_a_connection(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the service: found, far away, rough, the way there, what is around, and an error."""
    visitor = phone.visitor
    begin(visitor, phone.floor.floor_id)
    has_worker(visitor)
    everywhere(phone)
    visitor.page.get_by_role("button", name="The way to").first.click()
    expect(visitor.page.locator(".near-steps li").first).to_be_visible()
    phone.ask("What is around me")
    phone.ask("Toilet")
    type_it(phone)
    with monkeypatch.context() as patch:
        patch.setattr(Ground, "stand", fails)
        phone.ask()
        expect(visitor.page.get_by_role("alert").first).to_be_visible()


def test_a_position_stays_nowhere_on_the_phone_and_nowhere_else(
    phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, page = phone.visitor, phone.visitor.page
    deployment = Deployment(tmp_path)
    monkeypatch.setattr("app.paths.static", lambda: tmp_path)
    with_a_connection(phone, monkeypatch)
    assert phone.look("connected") == []
    searches, others = phone.told()
    # The control of the ear: positions do travel, in the bodies of searches and nowhere else.
    assert searches == SEARCHES
    assert others == set()

    phone.listener.heard.clear()
    download(visitor, phone.floor.floor_id)
    everywhere(phone)
    type_it(phone)
    assert phone.look("on-this-phone") == []

    near_offline(visitor, phone.floor.floor_id)
    everywhere(phone)
    type_it(phone)
    page.get_by_label("Day").fill(str(working_day()))
    nearest = find(visitor)[0].partition(" ")[2]
    page.locator(".near-place").first.get_by_role("button", name="Book").click()
    expect(page.locator(STRIP)).to_contain_text(nearest)
    assert phone.look("waiting") == []

    # While it is sent somebody goes on searching.
    visitor.context.set_offline(False)
    phone.ask()
    is_sent(visitor)
    assert phone.look("sent") == []

    deployment.renew("missing", broken=True)
    begin(visitor, phone.floor.floor_id)
    update(visitor)
    page.get_by_label("Search on this phone").check()
    everywhere(phone)
    go_offline(visitor, "/near")
    phone.ask()
    assert phone.look("broken-deployment") == []
    visitor.context.set_offline(False)

    # With the search on the phone nobody is told a position, in no part of any request.
    assert phone.told() == (set(), set())
    visitor.context.close()
    # The profile on the disk too, the dump of the database, its log and ours.
    assert hits(phone.stage, phone.canaries) == []


#: Each way in which a page or a worker could keep a position, were it careless.
CARELESS = {
    "cache storage": "(p) => caches.open('floorplans-plans').then((cache) => cache.put('/x',"
    " new Response(JSON.stringify(p))))",
    "an address in cache storage": "(p) => caches.open('floorplans-files-x').then((cache) =>"
    " cache.put(`/x?lat=${p.lat}`, new Response('')))",
    "a header in cache storage": "(p) => caches.open('floorplans-plans').then((cache) =>"
    " cache.put('/y', new Response('', { headers: { 'X-Where': String(p.lon) } })))",
    "doubles in cache storage": "(p) => caches.open('floorplans-plans').then((cache) =>"
    " cache.put('/z', new Response(new Float64Array([p.lon, p.lat]))))",
    "a wish that waits": PUT
    % ("floorplans", "waiting", "{ key: 'k', state: 'waiting', at: 1, p }"),
    "ways that are kept": PUT
    % ("floorplans-ways", "ways", "{ id: 'w', content: new Float64Array([p.lon, p.lat]).buffer }"),
    "local storage": "(p) => localStorage.setItem('where', `${p.lat} ${p.lon}`)",
    "session storage": "(p) => sessionStorage.setItem('where', `${p.lat} ${p.lon}`)",
    "the history's state": "(p) => history.replaceState(p, '')",
    "an address": "(p) => history.pushState(null, '', `/near?lat=${p.lat}`)",
    "a cookie": "(p) => { document.cookie = `where=${p.lat}`; }",
}


@pytest.fixture(scope="module")
def careless(chromium: Browser, chromium_path: str) -> Iterator[Phone]:
    """On a stage of its own, so that nothing of it is found on the other one."""
    with staged() as stage, phone_on(stage, "careless", chromium, chromium_path) as made:
        download(made.visitor, made.floor.floor_id)
        yield made


@pytest.mark.parametrize("where", CARELESS)
def test_the_same_hunt_finds_what_a_careless_page_keeps(careless: Phone, where: str) -> None:
    """The control: without a hit here, the silence above means nothing."""
    page = careless.visitor.page
    careless.visitor.go("/near")
    has_worker(careless.visitor)
    # Addresses stay in the history, so each has numbers of its own.
    number = 1 + list(CARELESS).index(where)
    only = Canary(14.0123456 + number, 31.7654321 + number, 1e7 + 0.123, 2e7 + 0.123)
    assert forms_in(only, kept_bytes(page)) == []
    page.evaluate(CARELESS[where], {"lon": only.lon, "lat": only.lat})
    assert forms_in(only, kept_bytes(page))
    page.evaluate(CLEAN)
    careless.visitor.context.clear_cookies(name="where")


def test_the_hunt_finds_it_in_the_profile_on_the_disk_too(careless: Phone) -> None:
    page = careless.visitor.page
    at = {"lon": 5.123456789, "lat": 51.987654321}
    for where in ("doubles in cache storage", "a wish that waits"):
        page.evaluate(CARELESS[where], at)
    careless.visitor.context.close()
    found = hits(careless.stage, [Canary(at["lon"], at["lat"], 1e7 + 0.123, 2e7 + 0.123)])
    assert {"lon as a double", "lat as a double"} <= {hit.form for hit in found}
