"""What a person decided about a drawing before it is read: roles, unit, tolerances.

A profile is a TOML file (or the same structure as JSON, as the studio stores it)::

    units = "mm"
    encoding = "cp1251"
    view = "1. OG"

    [layers]
    "A-FURN-DESK" = "desk"
    "INV-*" = "ignore"

    [blocks]
    "grdfr" = "desk"

    [tolerances]
    door_gap_m = 1.2

    [repairs]
    close_wall_gaps = false

Walls that the drawing lacks may be told as well, each a list of points in the drawing's own unit:
``walls = [[[0, 0], [0, 2500]]]``.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from geo.units import UNITS, unit_by_name
from importers.dxf.codepages import named as encoding_named
from importers.issues import ImportRefused
from importers.repairs import RepairName
from importers.roles import BlockRole, LayerRole

#: More than any person writes; a longer file was not written by one.
PROFILE_BYTES = 1024 * 1024
PROFILE_RULES = 10_000
PROFILE_WALLS = 5_000
#: No title of a view is longer.
VIEW_CHARS = 100
_KEYS = (
    *("units", "layers", "blocks", "tolerances", "repairs"),
    *("encoding", "view", "walls", "picture"),
)


def _refuse(message: str, advice: str) -> ImportRefused:
    return ImportRefused("PROFILE_INVALID", message, advice)


def _key(name: str) -> str:
    return name.strip().casefold()


def match_rule(rules: Mapping[str, str], name: str) -> tuple[str, str] | None:
    """The rule (pattern, value) for ``name``: an exact name first, then the longest pattern."""
    wanted = _key(name)
    exact = [pair for pair in rules.items() if _key(pair[0]) == wanted]
    if exact:
        return exact[0]
    patterns = (pair for pair in rules.items() if "*" in pair[0])
    fitting = [pair for pair in patterns if fnmatchcase(wanted, _pattern(pair[0]))]
    return max(fitting, key=lambda pair: (len(pair[0]), pair[0]), default=None)


def _pattern(written: str) -> str:
    # Only the star is special: "[" and "?" are ordinary characters in names of layers.
    return _key(written).replace("[", "[[]").replace("?", "[?]")


@dataclass(frozen=True, slots=True)
class Profile:
    """Overrides; what is absent is decided by name and content.

    Layer and block names may hold ``*`` and are compared without case.
    """

    units: str | None = None
    layers: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)
    tolerances: Mapping[str, float] = field(default_factory=dict)
    repairs: Mapping[str, bool] = field(default_factory=dict)
    encoding: str | None = None  # of the drawing's texts, as Python names it
    # Lines of walls that the drawing lacks, in its own unit.
    walls: tuple[tuple[tuple[float, float], ...], ...] = ()
    # How large a picture is: metres_per_pixel, or dpi and the n of its scale 1:n.
    picture: Mapping[str, float] = field(default_factory=dict)
    view: str | None = None  # name or number of the view to read, or "all", where there are several

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Profile:
        """Check and take over ``values``; raises ``ImportRefused`` (PROFILE_INVALID)."""
        unknown = sorted(str(key) for key in values if key not in _KEYS)
        if unknown:
            raise _refuse(
                f"The profile has an unknown entry: {unknown[0]!r}.",
                f"Use only these entries: {', '.join(_KEYS)}.",
            )
        return cls(
            units=_units(values.get("units")),
            layers=_roles("layers", values.get("layers", {}), (role.value for role in LayerRole)),
            blocks=_roles("blocks", values.get("blocks", {}), (role.value for role in BlockRole)),
            tolerances=_tolerances(values.get("tolerances", {})),
            repairs=_switches(values.get("repairs", {})),
            encoding=_encoding(values.get("encoding")),
            walls=_walls(values.get("walls", ())),
            picture=_picture(values.get("picture", {})),
            view=_view(values.get("view")),
        )

    def to_mapping(self) -> dict[str, Any]:
        """The plain structure that ``from_mapping`` takes."""
        mapping: dict[str, Any] = {"units": self.units} if self.units else {}
        if self.encoding:
            mapping["encoding"] = self.encoding
        if self.view:
            mapping["view"] = self.view
        if self.walls:
            mapping["walls"] = [[list(point) for point in wall] for wall in self.walls]
        for name in ("layers", "blocks", "tolerances", "repairs", "picture"):
            table = dict(getattr(self, name))
            if table:
                mapping[name] = table
        return mapping

    def with_units(self, units: str | None) -> Profile:
        """The same profile with another unit; raises ``ImportRefused`` for an unknown one."""
        return replace(self, units=_units(units))

    def with_encoding(self, encoding: str | None) -> Profile:
        """The same profile with another encoding; raises ``ImportRefused`` for an unknown one."""
        return replace(self, encoding=_encoding(encoding))

    def with_view(self, view: str | None) -> Profile:
        """The same profile with another view; raises ``ImportRefused`` for what cannot be one."""
        return replace(self, view=_view(view))

    def without_repairs(self, names: Iterable[str]) -> Profile:
        """The same profile with these repairs off; raises ``ImportRefused`` for an unknown one."""
        return replace(self, repairs={**self.repairs, **_switches(dict.fromkeys(names, False))})

    @property
    def repairs_off(self) -> frozenset[str]:
        """The names of the repairs that are not to be made."""
        return frozenset(name for name, on in self.repairs.items() if not on)


def load_profile(path: Path) -> Profile:
    """Read a TOML profile; raises ``ImportRefused`` (PROFILE_INVALID) with the line at fault."""
    try:
        raw = path.read_bytes()
    except OSError:
        raise _refuse("The profile cannot be opened.", "Check the name of the file.") from None
    if len(raw) > PROFILE_BYTES:
        raise _refuse("The profile is larger than 1 MB.", "Check that it is the right file.")
    try:
        values = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refuse(
            f"The profile is not valid TOML: {error}.", "Correct the line and try again."
        ) from None
    return Profile.from_mapping(values)


def _units(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or unit_by_name(value) is None:
        raise _refuse(
            f"The unit {value!r} is not known.", f"Use one of: {', '.join(sorted(UNITS))}."
        )
    return unit_by_name(value)


def _encoding(value: object) -> str | None:
    if value is None:
        return None
    known = encoding_named(value) if isinstance(value, str) else None
    if known is None:
        raise _refuse(
            f"The encoding {value!r} is not known.",
            "Use a name like cp1251, cp850, shift_jis or utf-8, or the drawing's $DWGCODEPAGE.",
        )
    return known


def _view(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _refuse(f"The view {value!r} is no name.", "Write the name of a view, or its number.")
    name = " ".join(str(value).split())
    if not 0 < len(name) <= VIEW_CHARS:
        raise _refuse("The name of the view is empty or too long.", "Write its name or number.")
    return name


#: What may be said of a picture, and what is sense: from a poster of a desk to a whole town.
_PICTURE = {"metres_per_pixel": (1e-5, 10.0), "dpi": (10.0, 10_000.0), "scale": (1.0, 50_000.0)}


def _picture(value: object) -> dict[str, float]:
    told: dict[str, float] = {}
    for name, number in _table("picture", value).items():
        low, high = _PICTURE.get(name, (0.0, -1.0))
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not low <= float(number) <= high:  # type: ignore[arg-type]
            raise _refuse(
                f"picture: {name!r} is not known, or out of range.",
                "Use metres_per_pixel, or dpi and scale (100 for 1:100).",
            )
        told[name] = float(number)  # type: ignore[arg-type]
    return told


def _walls(value: object) -> tuple[tuple[tuple[float, float], ...], ...]:
    if not isinstance(value, list | tuple) or len(value) > PROFILE_WALLS:
        raise _refuse("The walls are no list of lines.", "Write walls = [[[0, 0], [0, 2500]]].")
    return tuple(_wall(each) for each in value)


def _wall(value: object) -> tuple[tuple[float, float], ...]:
    points = value if isinstance(value, list | tuple) else ()
    if len(points) < 2 or not all(_is_point(point) for point in points):
        raise _refuse("A wall is no line of points.", "Write it like [[0, 0], [0, 2500]].")
    return tuple((float(x), float(y)) for x, y in points)


def _is_point(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(v, int | float) and math.isfinite(v) for v in value)
    )


def _table(name: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise _refuse(f"{name!r} is not a table of names.", f"Write [{name}] and lines below it.")
    if len(value) > PROFILE_RULES:
        raise _refuse(f"{name!r} holds too many rules.", f"Write at most {PROFILE_RULES:,}.")
    return value


def _roles(name: str, value: object, allowed: Iterable[str]) -> dict[str, str]:
    known = tuple(allowed)
    result: dict[str, str] = {}
    for key, role in _table(name, value).items():
        if not isinstance(role, str) or role.lower() not in known:
            raise _refuse(
                f"{name}: {key!r} has the unknown role {role!r}.",
                f"Use one of: {', '.join(known)}.",
            )
        result[key] = role.lower()
    return result


def _switches(value: object) -> dict[str, bool]:
    known = [name.value for name in RepairName]
    result: dict[str, bool] = {}
    for key, on in _table("repairs", value).items():
        if key not in known:
            raise _refuse(f"repairs: {key!r} is not known.", f"Use one of: {', '.join(known)}.")
        if not isinstance(on, bool):
            raise _refuse(f"repairs: {key!r} is neither on nor off.", "Write true or false.")
        result[key] = on
    return result


def _tolerances(value: object) -> dict[str, float]:
    result: dict[str, float] = {}
    for key, number in _table("tolerances", value).items():
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or not math.isfinite(number) or number < 0:  # type: ignore[arg-type, operator]
            raise _refuse(
                f"tolerances: {key!r} is not a number of metres.", "Write it like 1.2, not as text."
            )
        result[key] = float(number)  # type: ignore[arg-type]
    return result
