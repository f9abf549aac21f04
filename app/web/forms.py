"""What a page's form carries, as values; refused with a sentence instead of a traceback."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NoReturn, Protocol, TypeVar
from uuid import UUID

from flask import request

from floorplans.errors import Invalid
from floorplans.wording import KIND_WORDS

#: More than any building has storeys.
LARGEST_WHOLE = 1000
#: More digits than any number that a page writes; Python itself refuses some thousands.
_MOST_DIGITS = 9
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?", re.ASCII)


class _OfKind(Protocol):
    @property
    def kind(self) -> str: ...


S = TypeVar("S", bound=_OfKind)


def word(name: str) -> str:
    """The text of a field, without blanks around it; empty when it is missing."""
    return request.form.get(name, "").strip()


def chosen(name: str) -> UUID:
    """The id that was chosen from a list; raises ``Invalid`` when there is none."""
    try:
        return UUID(word(name))
    except ValueError:
        raise nothing_chosen(name) from None


def nothing_chosen(name: str) -> Invalid:
    """What a page says of a list that must be chosen from."""
    return Invalid(
        "choice_missing",
        "Nothing was chosen from one of the lists. Nothing was changed.",
        "Choose an entry, then try again.",
        field=name,
    )


def nothing_asked() -> NoReturn:
    """What a page does for a button that it does not have."""
    raise Invalid("act_unknown", "Nothing was asked for. Nothing was changed.", "Use a button.")


def number(name: str) -> float:
    """The number in a field, with a decimal point or comma; raises ``Invalid``."""
    try:
        value = float(word(name).replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Invalid(
            "number_invalid",
            "One of the fields needs a number. Nothing was changed.",
            "Write it with digits and, where needed, a decimal point.",
            field=name,
        )
    return value


def whole(name: str) -> int:
    """The whole number in a field; raises ``Invalid``."""
    value = number(name)
    if not value.is_integer() or abs(value) > LARGEST_WHOLE:
        raise Invalid(
            "number_invalid",
            "One of the fields needs a whole number. Nothing was changed.",
            "Write it with digits only, with a minus sign below zero.",
            field=name,
        )
    return int(value)


def whole_or_none(name: str) -> int | None:
    """A whole number that a page wrote into its own form; None where it is missing or torn."""
    return counted(word(name))


def counted(text: str) -> int | None:
    """The number that a text is, from 0 on; None for what is none, or longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def minute_of_day(name: str) -> int | None:
    """The time of day in a field, in minutes after midnight (0 to 1439); None for what is none."""
    found = _CLOCK.fullmatch(word(name))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * 60 + int(found[2])


def by_kind(spaces: Iterable[S]) -> list[tuple[str, list[S]]]:
    """Spaces under the name of their kind, to choose from: desks first, each in its order."""
    found: dict[str, list[S]] = {kind: [] for kind in KIND_WORDS}
    for space in spaces:
        found[space.kind].append(space)
    return [(KIND_WORDS[kind][1].capitalize(), own) for kind, own in found.items() if own]
