"""A running service with people and a floor, for tests that look at it through a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Locator, Page
from sqlalchemy import text
from werkzeug.serving import make_server

from app.context import EXTENSION
from app.factory import create_app
from app.settings import RateLimits, Settings
from floorplans.actor import Actor, Role
from floorplans.database import Database
from tests.browser.plan import PlannedFloor, make_planned_floor
from tests.support.factories import make_booking, make_building, make_organisation, make_site
from tests.support.web import CSRF_TOKEN, PASSWORD, make_account

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ZONE = ZoneInfo("Europe/Amsterdam")
READY = ".stage[data-ready]"
#: Long enough for a machine that does other things too.
PATIENCE_MS = 30_000


def working_day() -> date:
    """A working day next week: every rule about the past and the weekend is far away."""
    today = datetime.now(ZONE).date()
    return today + timedelta(days=7 - today.weekday() + 1)


def at(hour: int, minute: int = 0) -> datetime:
    """An instant of that day, told by the clocks of the building."""
    day = working_day()
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
    return local.astimezone(UTC)


def noon_zone() -> str:
    """A time zone where it is about ten in the morning, at whatever hour the tests run."""
    ahead = (10 - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def day_text(day: date) -> str:
    """A day as a page writes it, “Mon 7 Sept”: British English shortens that month to four."""
    month = "Sept" if day.month == 9 else f"{day:%b}"
    return f"{day:%a} {day.day} {month}"


def span(start: str, end: str) -> str:
    """Two times as a page writes them."""
    return f"{start}\N{EN DASH}{end}"


@dataclass(slots=True)
class World:
    """What there is: one organisation, two employees, one facility manager, one floor."""

    url: str
    db: Database
    noor: Actor
    ben: Actor
    fatima: Actor
    building_id: UUID
    floor: PlannedFloor

    def floor_path(self, floor: PlannedFloor | None = None, hours: str = "09-17") -> str:
        start, end = hours.split("-")
        day = working_day()
        chosen = floor or self.floor
        return f"/floors/{chosen.floor_id}?from={day}T{start}:00&to={day}T{end}:00"

    def new_floor(self, ordinal: int, desks: int = 20) -> PlannedFloor:
        """A floor of the test's own, so that no other test's booking is in the way."""
        return make_planned_floor(
            self.db, self.fatima, desks=desks, ordinal=ordinal, building_id=self.building_id
        )

    def new_floor_at_noon(self, ordinal: int) -> PlannedFloor:
        """Where the day is neither young nor nearly over, for what is done at this moment."""
        site = make_site(self.db, self.fatima, time_zone=noon_zone())
        building = make_building(self.db, self.fatima, site, name="Noon House")
        return make_planned_floor(
            self.db, self.fatima, desks=20, ordinal=ordinal, building_id=building
        )

    def forget_bookings(self) -> None:
        """Cancel what is booked."""
        with self.db.transaction(self.noor.organisation_id) as tx:
            tx.execute(
                text("UPDATE booking SET state = 'cancelled' WHERE state IN ('confirmed', 'held')")
            )

    def book(self, who: Actor, space_id: UUID, start: int, end: int, **more: Any) -> UUID:
        return make_booking(self.db, who, space_id, at(start), at(end), **more)


Wrap = Callable[["WSGIApplication"], "WSGIApplication"]


@contextmanager
def served(db: Database, home: Path, through: Wrap = lambda app: app) -> Iterator[str]:
    """The real application on a loopback port of its own; ``through`` may listen to it."""
    limits = RateLimits(api="100000 per minute")
    app = create_app(Settings(home=home, rate_limits=limits), db)
    server = make_server("127.0.0.1", 0, through(app), threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
        app.extensions[EXTENSION].hub.close()


def make_world(db: Database, url: str) -> World:
    organisation = make_organisation(db, "Harbour Works")
    noor = make_account(db, organisation, email="noor@example.test", name="Noor de Vries")
    ben = make_account(db, organisation, email="ben@example.test", name="Ben Okafor")
    fatima = make_account(
        db, organisation, role=Role.FACILITY, email="fatima@example.test", name="Fatima Haddad"
    )
    building = make_building(db, fatima, make_site(db, fatima), name="Harbour House")
    floor = make_planned_floor(db, fatima, desks=40, ordinal=2, building_id=building)
    return World(url, db, noor, ben, fatima, building, floor)


@dataclass(slots=True)
class Visitor:
    """One browser window of one person; remembers what went wrong and whom it asked."""

    world: World
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.world.url + path)

    def sign_in(self, email: str = "noor@example.test") -> None:
        """What the form sends, without the time to show it; the form has tests of its own."""
        address = f"{self.world.url}/sign-in"
        found = CSRF_TOKEN.search(self.context.request.get(address).text())
        assert found, "the form has no token"
        form = {"email": email, "password": PASSWORD, "csrf_token": found[1]}
        answer = self.context.request.post(address, form=form, max_redirects=0)
        assert answer.status == HTTPStatus.SEE_OTHER, answer.text()
        self.go(answer.headers["location"])

    def sign_out_and_in(self, email: str) -> None:
        self.context.clear_cookies()
        self.sign_in(email)

    def open_floor(self, floor: PlannedFloor | None = None, hours: str = "09-17") -> None:
        self.go(self.world.floor_path(floor, hours))
        self.page.wait_for_selector(READY, timeout=PATIENCE_MS)

    def place(self, name: str) -> Locator:
        """The shape on the map whose spoken name begins with ``name``."""
        return self.page.locator(f'path.place[aria-label^="{name},"]')

    def wait_until(self, script: str, arg: Any = None) -> None:
        """Until the JavaScript ``script`` says true; the page's own policy forbids it to poll."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not self.page.evaluate(script, arg):
            assert time.monotonic() < end, f"Still not so: {script}"
            self.page.wait_for_timeout(50)

    def ask_first(self, name: str) -> None:
        """Open the question of a dangerous button by keyboard; what it does is not done yet."""
        self.page.locator(".ask > summary").filter(has_text=name).first.press("Enter")

    def panel(self) -> Locator:
        return self.page.get_by_role("complementary", name="Booking")

    def booking_of(self, name: str) -> None:
        """Wait until the map says that the place is this person's."""
        self.page.wait_for_selector(
            f'path.place[aria-label^="{name}, yours"]', state="attached", timeout=PATIENCE_MS
        )


@contextmanager
def visiting(
    browser: Browser,
    world: World,
    *,
    width: int = 1440,
    height: int = 900,
    **options: Any,
) -> Iterator[Visitor]:
    """A window that fails the test when a script failed or another host was asked.

    Without a service worker, unless a test asks for one: what it fetches, no test sees.
    """
    options.setdefault("service_workers", "block")
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", **options
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    visitor = Visitor(world, context, page)
    page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
    page.on("console", lambda message: _note(visitor, message.type, message.text))
    page.on("request", lambda request: visitor.asked.append(request.url))
    try:
        yield visitor
        assert visitor.troubles == []
        outside = [url for url in visitor.asked if not url.startswith((world.url, "data:"))]
        assert outside == []
    finally:
        context.close()


def _note(visitor: Visitor, kind: str, words: str) -> None:
    # A refusal that a test asked for is told by the browser too; a blocked script is not.
    expected = words.startswith(("Failed to load resource", "Service Worker registration blocked"))
    if kind in {"error", "warning"} and not expected:
        visitor.troubles.append(words)
