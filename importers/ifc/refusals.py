"""Why an IFC file gives no floor."""

from __future__ import annotations

from importers.issues import ImportRefused


def library_missing() -> ImportRefused:
    """IfcOpenShell is not installed."""
    return ImportRefused(
        "IFC_READER_MISSING",
        "This is an IFC model, and the library that reads those is not installed here.",
        "Whoever runs the service installs it with: pip install 'floorplans[ifc]'. Or export the "
        "floor as DXF.",
    )


def damaged() -> ImportRefused:
    """The file ends too early, or cannot be taken apart."""
    return ImportRefused(
        "IFC_DAMAGED",
        "The IFC file is cut off or damaged.",
        "Send it again; if that fails too, export the model anew.",
    )


def schema_unknown(name: str) -> ImportRefused:
    """The file follows a schema that is not read."""
    return ImportRefused(
        "IFC_SCHEMA_NOT_READ",
        f"The file follows the schema {name[:40]!r}, which is not read.",
        "Export the model as IFC2x3 or IFC4.",
    )


def without_floor(storey: str | None = None) -> ImportRefused:
    """There is no space and no wall in the model, or in one of its storeys."""
    place = "The model" if storey is None else f"The storey “{storey}”"
    return ImportRefused(
        "IFC_WITHOUT_FLOOR",
        f"{place} holds no spaces, walls or furniture with a shape.",
        "Export the architect's model, with its rooms (spaces), and look that the storeys of the "
        "building are chosen.",
    )


def too_many() -> ImportRefused:
    """The limits of entities or points were reached."""
    return ImportRefused(
        "TOO_MANY_ENTITIES",
        "The model holds more entities or points than are read.",
        "Export the building's architecture by itself, without pipes, reinforcement and terrain.",
    )
