"""A new deployment, a broken one and the way back, for a browser that has the one before."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import paths
from tests.browser.conftest import Visit
from tests.browser.offline import has_worker
from tests.browser.test_offline import go_offline, look_at
from tests.browser.world import Visitor, World

_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update().catch(() => {});
}"""
_FILES = "async () => (await caches.keys()).filter((name) => name.startsWith('floorplans-files-'))"
#: The one worker is at work, and no other is on its way.
_SETTLED = """async () => {
  const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
  return !installing && !waiting && active?.state === "activated";
}"""


class Deployment:
    """The files that the service hands out, to be replaced as a deployment does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(paths.static() / "dist", folder / "dist")
        self._made_at_ns = (folder / "dist/manifest.json").stat().st_mtime_ns

    def manifest(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.folder / "dist/manifest.json").read_text())
        return found

    def use(self, manifest: dict[str, str]) -> None:
        file = self.folder / "dist/manifest.json"
        file.write_text(json.dumps(manifest))
        self._made_at_ns += 1_000_000_000
        os.utime(file, ns=(self._made_at_ns, self._made_at_ns))

    def renew(self, word: str, *, broken: bool = False) -> None:
        """Deploy another script of the page without a connection, or only say so."""
        before = self.manifest()
        name = f"offline-{word}.js"
        if not broken:
            text = (self.folder / "dist" / before["offline.js"]).read_text()
            (self.folder / "dist" / name).write_text(
                f'document.documentElement.dataset.deployed = "{word}";\n{text}'
            )
        self.use({**before, "offline.js": name})


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    made = Deployment(tmp_path)
    monkeypatch.setattr(paths, "static", lambda: tmp_path)
    return made


@pytest.fixture
def worker(deployment: Deployment, visit: Visit) -> Visitor:
    return visit(service_workers="allow")


def names_of(visitor: Visitor) -> list[str]:
    found: list[str] = visitor.page.evaluate(_FILES)
    return found


def update(visitor: Visitor) -> None:
    visitor.page.evaluate(_UPDATE)
    visitor.wait_until(_SETTLED)


def test_a_new_deployment_takes_over_while_a_page_is_open(
    worker: Visitor, world: World, deployment: Deployment
) -> None:
    path = look_at(worker, world, 920)
    before = names_of(worker)
    deployment.renew("second")
    update(worker)
    worker.wait_until(f"async () => (await ({_FILES})())[0] !== '{before[0]}'")
    assert len(names_of(worker)) == 1
    # The page that was open goes on as it was.
    worker.place("Desk 2.001").click()
    expect(worker.panel().get_by_role("heading", name="Desk 2.001")).to_be_visible()
    go_offline(worker, path)
    expect(worker.page.locator("html")).to_have_attribute("data-deployed", "second")


def test_a_deployment_that_lacks_a_file_leaves_the_one_before_in_its_place(
    worker: Visitor, world: World, deployment: Deployment
) -> None:
    path = look_at(worker, world, 921)
    before = names_of(worker)
    deployment.renew("missing", broken=True)
    update(worker)
    assert names_of(worker) == before
    go_offline(worker, path)
    expect(worker.place("Desk 2.001")).to_have_attribute("data-status", "free")


def test_the_way_back_to_the_deployment_before_works(
    worker: Visitor, world: World, deployment: Deployment
) -> None:
    path = look_at(worker, world, 922)
    first, before = deployment.manifest(), names_of(worker)
    deployment.renew("second")
    update(worker)
    worker.wait_until(f"async () => (await ({_FILES})())[0] !== '{before[0]}'")
    deployment.use(first)
    update(worker)
    worker.wait_until(f"async () => (await ({_FILES})())[0] === '{before[0]}'")
    go_offline(worker, path)
    assert worker.page.locator("html").get_attribute("data-deployed") is None
    expect(worker.place("Desk 2.001")).to_have_attribute("data-status", "free")


def test_the_worker_is_there_after_a_first_visit(worker: Visitor) -> None:
    worker.go("/places")
    has_worker(worker)
    assert len(names_of(worker)) == 1
