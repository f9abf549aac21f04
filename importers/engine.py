"""Which reader it was: kept with what it understood, so that a difference can be explained."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def engine_version() -> str:
    """The version of this program, as its package says."""
    try:
        return version("floorplans")
    except PackageNotFoundError:
        return "unpackaged"
