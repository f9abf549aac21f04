"""Decisions about places: names, ordinals, time zones. Values in, decision out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import available_timezones

from floorplans.errors import Invalid, Refused

NAME_LENGTH = 120
SHORT_NAME_LENGTH = 12
LOWEST_ORDINAL, HIGHEST_ORDINAL = -50, 300
#: What a floor can have, as a person reads it.
_ONE_OF = {
    "plans": "plan",
    "spaces": "place",
    "zones": "zone",
    "bookings": "booking",
    "closures": "closure",
}
_GROUND = frozenset(
    {
        *("g", "gf", "ground", "groundfloor", "eg", "erdgeschoss", "bg", "begane"),
        *("rc", "rez-de-chaussee", "stueetage", "forsteetasje", "planta-baja"),
    }
)
_NUMBER = re.compile(r"(?<![\w.])([-\N{MINUS SIGN}]?\d{1,3})(?![\w.])")


def clean_name(text: str, what: str, longest: int = NAME_LENGTH) -> str:
    """``text`` as one line without control or direction characters; raises ``Invalid``."""
    name = plain_line(text)
    if not name:
        raise Invalid("name_missing", f"The {what} has no name.", "Write a name of any length.")
    if len(name) > longest:
        raise Invalid(
            "name_too_long",
            f"The name of the {what} has {len(name)} characters.",
            f"Use at most {longest}.",
            longest=longest,
        )
    return name


def plain_line(text: str) -> str:
    """``text`` as one line without control or direction characters, maybe empty."""
    one_line = " ".join(text.split())
    shown = "".join(c for c in one_line if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", shown).strip()


def short_name_of(name: str, ordinal: int, wanted: str | None = None) -> str:
    """The label of a floor switch: as asked, the name itself when short, else its number."""
    if wanted is not None and wanted.strip():
        return clean_name(wanted, "floor", SHORT_NAME_LENGTH)
    return name if len(name) <= 4 else str(ordinal)


def check_ordinal(ordinal: int) -> int:
    """``ordinal`` when a building can have such a floor; raises ``Invalid``."""
    if not LOWEST_ORDINAL <= ordinal <= HIGHEST_ORDINAL:
        raise Invalid(
            "ordinal_out_of_range",
            f"A floor cannot be number {ordinal}.",
            f"Use a number from {LOWEST_ORDINAL} to {HIGHEST_ORDINAL}; 0 is the main entrance.",
        )
    return ordinal


@dataclass(frozen=True, slots=True)
class Storey:
    """How a floor is called and which it is; ``ordinal`` 0 is the main entrance."""

    name: str
    ordinal: int
    short_name: str


def changed_floor(
    present: Storey, *, name: str | None, ordinal: int | None, short_name: str | None
) -> Storey:
    """``present`` with what is not None put right; raises ``Invalid``.

    A short name that follows from name and ordinal goes on following from them.
    """
    new_name = present.name if name is None else clean_name(name, "floor")
    new_ordinal = present.ordinal if ordinal is None else check_ordinal(ordinal)
    follows = present.short_name == short_name_of(present.name, present.ordinal)
    if short_name is None and not follows:
        short_name = present.short_name
    return Storey(new_name, new_ordinal, short_name_of(new_name, new_ordinal, short_name))


def guess_ordinal(name: str) -> int | None:
    """The ordinal that a floor's name tells ("Floor 2", "-1", "EG"), None when it tells none."""
    found = _NUMBER.search(name)
    if found:
        number = int(found.group(1).replace("\N{MINUS SIGN}", "-"))
        return number if LOWEST_ORDINAL <= number <= HIGHEST_ORDINAL else None
    folded = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    words = set(letters.split()) | {"-".join(letters.split())}
    return 0 if words & _GROUND else None


def check_site_is_empty(buildings: int) -> None:
    """Raises Refused ``site_has_buildings`` where there are any."""
    if buildings:
        raise Refused(
            "site_has_buildings",
            f"The site has {_counted(buildings, 'building')}. Nothing was removed.",
            "Remove its buildings first.",
            buildings=buildings,
        )


def check_building_is_empty(floors: int) -> None:
    """Raises Refused ``building_has_floors`` where there are any."""
    if floors:
        raise Refused(
            "building_has_floors",
            f"The building has {_counted(floors, 'floor')}. Nothing was removed.",
            "Remove its floors first.",
            floors=floors,
        )


def check_floor_is_empty(contents: Mapping[str, int]) -> None:
    """Raises Refused ``floor_in_use`` where it has any of ``contents``, named in the plural."""
    held = [_counted(count, _ONE_OF[name]) for name, count in contents.items() if count]
    if held:
        rest = f"{', '.join(held[:-1])} and " if held[:-1] else ""
        raise Refused(
            "floor_in_use",
            f"The floor has {rest}{held[-1]}. Nothing was removed.",
            "A floor that was used stays, so that no plan and no booking is lost; it can have "
            "another name.",
            **contents,
        )


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def check_time_zone(name: str) -> str:
    """``name`` when it is an IANA time zone; raises ``Invalid``."""
    if name not in _zones():
        raise Invalid(
            "time_zone_unknown",
            f"The time zone “{name[:60]}” is not known.",
            "Use an IANA name such as Europe/Amsterdam or America/New_York.",
        )
    return name


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
