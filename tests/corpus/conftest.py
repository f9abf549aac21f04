"""The reader of sheets; the summary says when the real drawings were not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.draft import FloorPlanDraft
from importers.dwg import finder
from tests.corpus.sheet_reading import Reader, read_file
from tests.corpus.sheets import SheetPen
from tests.support.plans import plans_folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    folder = plans_folder()
    told = f"read from {folder.name}" if folder else "NOT AT HAND: set FLOORPLANS_PLANS"
    terminalreporter.write_line(f"Real drawings: {told}")
    converter = finder.find()
    missing = f"NOT AT HAND: set {finder.VARIABLE}"
    terminalreporter.write_line(f"DWG converter: {converter.name if converter else missing}")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Reads a sheet, and of several views the one that is named."""

    def reader(sheet: SheetPen, view: str | None = None) -> FloorPlanDraft:
        path = tmp_path / "sheet.dxf"
        sheet.drawing().saveas(path)
        return read_file(path, view)

    return reader
