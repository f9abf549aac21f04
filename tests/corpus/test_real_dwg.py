"""DWG files of real drawing packages: a draft, or a sentence that helps.

They are read from FLOORPLANS_PLANS as the other real drawings are. What a converter makes of them
is tried where one is installed; a run without one says so.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from importers.base import Limits
from importers.child import read_in_child
from importers.codes import CODES
from importers.dwg import finder
from importers.issues import ImportRefused
from tests.support.plans import drawings

PACKAGES = drawings("formats", "-drawing-package.zip")
INSTALLED = finder.find()


def members() -> list[tuple[Path, str]]:
    return [
        (package, name)
        for package in PACKAGES
        for name in zipfile.ZipFile(package).namelist()
        if name.endswith(".dwg")
    ]


def unpacked(package: Path, name: str, folder: Path) -> Path:
    path = folder / "plan.dwg"
    path.write_bytes(zipfile.ZipFile(package).read(name))
    return path


def named(value: object) -> str:
    return value.stem.split("-")[0] if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("package", "name"), members(), ids=named)
def test_without_a_converter_the_way_to_a_dxf_is_told(package, name, tmp_path, monkeypatch):
    monkeypatch.setenv(finder.VARIABLE, finder.OFF)
    with pytest.raises(ImportRefused) as refused:
        read_in_child(unpacked(package, name, tmp_path))
    assert refused.value.code == "DWG_NOT_READ"
    assert "AC1032 (AutoCAD 2018)" in refused.value.message


@pytest.mark.parametrize(("package", "name"), members() if INSTALLED else [], ids=named)
def test_the_installed_converter_gives_a_plan_or_a_code(package, name, tmp_path):
    try:
        draft = read_in_child(unpacked(package, name, tmp_path), limits=Limits())
    except ImportRefused as no:
        told = no.code
        draft = None
    else:
        told = draft.format
    assert told == "dwg" or "refused" in CODES[told].told
    if draft is not None:
        # Every file of these packages holds a floor with dozens of rooms.
        assert len(draft.rooms) >= 40
        assert "DWG_CONVERTED" in {issue.code for issue in draft.issues}
