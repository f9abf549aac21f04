"""Days as tables write them."""

from __future__ import annotations

import re
from datetime import date

DAY_ADVICE = "Write days like 2026-12-24."
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def day_of_text(text: str) -> date | None:
    """The day of “2026-12-24”, “24.12.2026” or “24/12/2026”; None for what is none.

    Slashes stand for two orders in the world: what could be either is none.
    """
    told = text.strip()
    if found := _ISO.fullmatch(told):
        year, month, day = map(int, found.groups())
    elif found := _DOTTED.fullmatch(told):
        day, month, year = map(int, found.groups())
    elif found := _SLASHED.fullmatch(told):
        one, other, year = map(int, found.groups())
        if one <= 12 and other <= 12 and one != other:
            return None
        day, month = (other, one) if other > 12 else (one, other)
    else:
        return None
    try:
        return date(year, month, day) if 2000 <= year < 2100 else None
    except ValueError:
        return None
