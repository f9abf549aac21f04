"""Says in the summary when the real drawings were not at hand."""

from __future__ import annotations

import pytest

from tests.support.plans import plans_folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    folder = plans_folder()
    told = f"read from {folder.name}" if folder else "NOT AT HAND: set FLOORPLANS_PLANS"
    terminalreporter.write_line(f"Real drawings: {told}")
