"""One stage for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.drills.canary.stage import Stage, staged


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with staged() as made:
        yield made
