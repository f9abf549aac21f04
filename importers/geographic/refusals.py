"""Why a geographic file gives no floor."""

from __future__ import annotations

from collections.abc import Collection

from importers.issues import ImportRefused

_SHOWN = 8  # kinds that are named in a sentence


def without_features() -> ImportRefused:
    """There is nothing in the file."""
    return ImportRefused(
        "NO_FEATURES",
        "The file holds no feature that can be read.",
        "Export the floor again, and look that its layers are chosen.",
    )


def without_floor(kinds: Collection[str]) -> ImportRefused:
    """There is nothing of a floor among what is in the file."""
    named = ", ".join(sorted(kinds)[:_SHOWN])
    more = f" and {len(kinds) - _SHOWN} more" if len(kinds) > _SHOWN else ""
    return ImportRefused(
        "NO_FLOOR_IN_FILE",
        f"None of the features is a part of a floor. Their kinds are: {named}{more}.",
        "Give the kind that holds rooms or walls its role in a profile, or send another file.",
    )


def place_unusable() -> ImportRefused:
    """The coordinates are no place on the earth, or of one without metres."""
    return ImportRefused(
        "CRS_NOT_USABLE",
        "The coordinates are not in the coordinate system that the file says.",
        "Export it in WGS 84 (EPSG:4326). If they are plain lengths, set the unit (--units m).",
    )


def crs_unknown(name: str) -> ImportRefused:
    """The file names a coordinate system that nobody knows."""
    return ImportRefused(
        "CRS_NOT_USABLE",
        f"The coordinate system of the file, {name[:60]!r}, is not known.",
        "Export it in WGS 84 (EPSG:4326) and send it again.",
    )


def too_far_apart() -> ImportRefused:
    """The things are those of a country, not of a building."""
    return ImportRefused(
        "PLACES_TOO_FAR_APART",
        "The features lie further apart than the buildings of any site do.",
        "Export one building by itself, and check the coordinate system of the file.",
    )


def too_many() -> ImportRefused:
    """The limits of entities or points were reached."""
    return ImportRefused(
        "TOO_MANY_ENTITIES",
        "The file holds more features or points than are read.",
        "Export one building or floor by itself and send it again.",
    )
