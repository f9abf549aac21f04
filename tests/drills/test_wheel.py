"""The wheel is whole: installed elsewhere, it serves from a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import Clone

ROOT = Path(__file__).resolve().parents[2]
_SERVE = """
import os, sys
from app import paths
from app.factory import create_app
from app.settings import Settings
from floorplans.database import Database

assert paths.checkout() is None, "this is the checkout, not the wheel"
client = create_app(Settings.from_environment(), Database(os.environ["APP_URL"])).test_client()
page = client.get("/sign-in")
script = page.text.split('src="')[1].split('"')[0]
for path in ("/sign-in", script, "/api/v1/openapi.json"):
    print(client.get(path).status_code)
"""
_MIGRATE = """
import os
from app.migrating import migrate, schema_state
print(schema_state(os.environ["OWNER_URL"]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    # Isolated from the network: what builds is locked and installed beside the tests.
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    wheel = next(folder.glob("*.whl"))
    place = folder / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(place), str(wheel)], check=True, capture_output=True)
    return place


def _run(installed: Path, home: Path, code: str, **more: str) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(installed),
        "FLOORPLANS_HOME": str(home),
        **more,
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_serves_pages_and_scripts_from_another_folder(
    installed: Path, clone: Clone, tmp_path: Path
) -> None:
    assert _run(installed, tmp_path, _SERVE, APP_URL=clone.engine_url).split() == ["200"] * 3


def test_the_wheel_brings_the_migrations(installed: Path, clone: Clone, tmp_path: Path) -> None:
    state = _run(installed, tmp_path, _MIGRATE, OWNER_URL=clone.owner_url)
    assert "2026" in state
    assert (installed / "app" / "migrations" / "versions").is_dir()
