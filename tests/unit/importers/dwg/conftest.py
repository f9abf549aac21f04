"""Converters that do what a test says, and drawings for them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from importers.dwg import finder
from tests.support.dwgfiles import GOOD, make_converter, make_dwg, shared_folder

Convert = Callable[..., None]


@pytest.fixture
def shared():
    with shared_folder() as folder:
        yield folder


@pytest.fixture
def converter(shared, monkeypatch) -> Convert:
    """Installs a converter that does what a script says."""

    def install(script: str = GOOD, name: str = "dwg2dxf") -> None:
        program = make_converter(shared, script, name)
        monkeypatch.setenv(finder.VARIABLE, str(program))

    return install


@pytest.fixture
def dwg(tmp_path) -> Callable[..., Path]:
    def make(**told) -> Path:
        path = tmp_path / "plan.dwg"
        path.write_bytes(make_dwg(**told))
        return path

    return make


@pytest.fixture
def no_litter(shared, tmp_path, monkeypatch):
    """Whatever happens, nothing stays where temporary files are made; others have their own.

    ``tmp_path`` comes first: pytest makes its own folder for the run with the first of them.
    """
    place = shared / "temporary"
    place.mkdir()
    place.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield
    assert list(place.iterdir()) == []
