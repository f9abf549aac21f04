"""What a page's form carries, as values; refused with a sentence instead of a traceback."""

from __future__ import annotations

import math
from uuid import UUID

from flask import request

from floorplans.errors import Invalid

#: More than any building has storeys.
LARGEST_WHOLE = 1000


def word(name: str) -> str:
    """The text of a field, without blanks around it; empty when it is missing."""
    return request.form.get(name, "").strip()


def chosen(name: str) -> UUID:
    """The id that was chosen from a list; raises ``Invalid`` when there is none."""
    try:
        return UUID(word(name))
    except ValueError:
        raise Invalid(
            "choice_missing",
            "Nothing was chosen from one of the lists. Nothing was changed.",
            "Choose an entry, then try again.",
            field=name,
        ) from None


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
    text = word(name)
    return int(text) if text.isdecimal() and len(text) < 10 else None
