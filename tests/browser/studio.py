"""Drawings for the studio, and a reader that does the worker's part beside the served pages."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ezdxf.document import Drawing
from playwright.sync_api import FilePayload, Locator, Page, expect
from pyproj import Transformer

from floorplans.places import service as places
from floorplans.plans import service as plans
from tests.browser.world import PATIENCE_MS, Visitor, World
from tests.support.drawings import make_office, text_of
from tests.support.factories import EAST, NORTH, SRID

#: How often the reader looks whether a drawing waits.
READ_EVERY_S = 0.1
STUDIO_READY = ".studio-stage[data-ready]"
_TO_EARTH = Transformer.from_crs(SRID, 4326, always_xy=True)


@contextmanager
def reading(world: World) -> Iterator[None]:
    """Read what is uploaded, as the worker process would."""
    done = threading.Event()

    def read() -> None:
        while not done.wait(READ_EVERY_S):
            for plan in plans.present_revisions(world.db, world.fatima):
                if plan.state == "reading":
                    plans.read(world.db, world.fatima.organisation_id, plan.id, datetime.now(UTC))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=PATIENCE_MS / 1000)


def make_empty_floor(world: World, ordinal: int) -> UUID:
    """A floor without a plan in a building of its own, so that no other plan says where it is."""
    site = places.sites(world.db, world.fatima)[0]
    building = places.create_building(
        world.db, world.fatima, site_id=site.id, name=f"Shed {ordinal}"
    )
    return places.create_floor(
        world.db, world.fatima, building_id=building, name=f"Storey {ordinal}", ordinal=ordinal
    )


def as_file(drawing: Drawing, name: str = "office.dxf") -> FilePayload:
    return {"name": name, "mimeType": "image/vnd.dxf", "buffer": text_of(drawing).encode()}


def bring_in(visitor: Visitor, ordinal: int, file: FilePayload) -> None:
    """Choose a file with the button beside a floor."""
    button = visitor.page.get_by_role("button", name=f"Bring in a drawing for Storey {ordinal},")
    with visitor.page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(file)


def open_draft(
    visitor: Visitor, ordinal: int, drawing: Drawing | None = None, name: str = "office.dxf"
) -> UUID:
    """From the overview to the studio with a fresh draft; returns the floor."""
    floor_id = make_empty_floor(visitor.world, ordinal)
    visitor.go("/plans")
    bring_in(visitor, ordinal, as_file(drawing or make_office(), name))
    wait_for_studio(visitor.page)
    return floor_id


def wait_for_studio(page: Page) -> None:
    page.wait_for_url("**/plans/*-*", timeout=2 * PATIENCE_MS)
    page.wait_for_selector(STUDIO_READY, timeout=PATIENCE_MS)


def open_tab(visitor: Visitor, name: str) -> Locator:
    visitor.page.get_by_role("tab", name=name).click()
    return visitor.page.get_by_role("tabpanel", name=name)


def publish(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Publish…").click()
    visitor.page.get_by_role("button", name="Publish now").click()
    expect(visitor.page.get_by_role("link", name="Open the floor's map")).to_be_focused()


def earth_of(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a point of a drawing that lies north up at the tests' site."""
    lon, lat = _TO_EARTH.transform(EAST + x, NORTH + y)
    return lat, lon


def fill_point(panel: Locator, index: int, values: dict[str, Any]) -> None:
    """Type one control point; ``values`` are the labels of its fields."""
    point = panel.locator(".point:visible").nth(index)
    for label, value in values.items():
        point.get_by_label(label).fill(str(value))


def not_a_drawing(name: str = "holiday.dxf") -> FilePayload:
    content = io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 2000).getvalue()
    return {"name": name, "mimeType": "image/vnd.dxf", "buffer": content}
