"""Units of length: their names, and how long each is in metres."""

from __future__ import annotations

from types import MappingProxyType

#: Metres per unit. The US survey foot is 1200/3937 m by definition; it differs from the
#: international foot by 2 ppm, which is a metre at the offsets of state plane coordinates.
UNITS = MappingProxyType(
    {
        "mm": 0.001,
        "cm": 0.01,
        "dm": 0.1,
        "m": 1.0,
        "dam": 10.0,
        "hm": 100.0,
        "km": 1000.0,
        "inch": 0.0254,
        "foot": 0.3048,
        "yard": 0.9144,
        "mile": 1609.344,
        "us-survey-inch": 100 / 3937,
        "us-survey-foot": 1200 / 3937,
        "us-survey-yard": 3600 / 3937,
        "us-survey-mile": 5280 * 1200 / 3937,
    }
)

_ALIASES = MappingProxyType(
    {
        "millimetre": "mm",
        "millimeter": "mm",
        "millimetres": "mm",
        "millimeters": "mm",
        "centimetre": "cm",
        "centimeter": "cm",
        "centimetres": "cm",
        "centimeters": "cm",
        "decimetre": "dm",
        "decimeter": "dm",
        "metre": "m",
        "meter": "m",
        "metres": "m",
        "meters": "m",
        "in": "inch",
        '"': "inch",
        "inches": "inch",
        "ft": "foot",
        "'": "foot",
        "feet": "foot",
        "yd": "yard",
        "yards": "yard",
        "ftus": "us-survey-foot",
        "us-ft": "us-survey-foot",
    }
)


def unit_by_name(name: str) -> str | None:
    """The name in ``UNITS`` that a person means by ``name``, None if there is none."""
    wanted = name.strip().lower()
    wanted = _ALIASES.get(wanted, wanted)
    return wanted if wanted in UNITS else None


def metres_per_unit(name: str) -> float:
    """Metres in one ``name``; raises ``KeyError`` for a name that is not in ``UNITS``."""
    return UNITS[name]
