"""What a space is called in files that write number and name apart."""

from __future__ import annotations

from floorplans.plans.exporting.exported import ExportedSpace


def bare_name(space: ExportedSpace) -> str | None:
    """The name without the number in front of it; None where it is nothing but the number."""
    if space.number is None:
        return space.name
    if space.name == space.number:
        return None
    return space.name.removeprefix(f"{space.number} ")
