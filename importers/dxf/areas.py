"""Areas that are written in rooms: "23,5 m²", "NF 12.3", "253 SF"."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Square metres of a square foot, exactly (international foot, 1959).
SQUARE_FOOT_M2 = 0.09290304
#: Smaller and larger numbers are no areas of rooms, whatever stands behind them.
LEAST_M2, MOST_M2 = 0.2, 50_000.0

_METRIC = r"m2|m²|m\^2|㎡|qm|m\.?q\.?|kvm|sqm|sq\.?\s?m(?:et(?:er|re)s?)?\.?|м2|м²"
_FEET = r"sq\.?\s?f(?:ee|oo)?t\.?|sqft|s\.?f\.?|ft2|ft²|ft\^2|square\s?feet|□'"
# 1.234,5 and 1,234.5 and 1 234,5 and 12,40
_DIGITS = r"\d{1,3}(?:[.,' \u2019\u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?"
_WORD = (
    r"(?:area|fl[aä]e?che|grundfl\.?|surface|surf\.?|sup(?:erficie|\.)?|areal|oppervlakte|opp\.?|"
    r"yta|ala|nettoareal|n\.?u\.?f|n\.?g\.?f|n\.?r\.?f|b\.?g\.?f|nnf|hnf|vf|tf|nf|nia|gia|nua|nta|bta|"
    r"bra|bya|loa|boa|g\.?o|n\.?v\.?o|v\.?v\.?o|s\.?h\.?a\.?b|s\.?u)"
)
_LETTER = r"[asf]"
_WITH_UNIT = re.compile(
    rf"(?:(?<![^\W_])(?:{_WORD}|{_LETTER})\s?[:=]?\s*)?(?:ca\.?|~|\u00b1|±)?\s*"
    rf"(?<![\w.,])(?P<digits>{_DIGITS})\s?(?:(?P<metric>{_METRIC})|(?P<feet>{_FEET}))(?![^\W_])",
    re.IGNORECASE,
)
_WITHOUT_UNIT = re.compile(
    rf"^\W*(?:{_WORD}(?:\s?[:=]\s*|\s+)|{_LETTER}\s?[:=]\s*)(?P<digits>\d+[.,]\d{{1,2}})\W*$",
    re.IGNORECASE,
)
_UNIT_FIRST = re.compile(
    rf"^\W*(?:(?P<metric>{_METRIC})|(?P<feet>{_FEET}))\s?[:=]?\s*(?P<digits>{_DIGITS})\W*$",
    re.IGNORECASE,
)
_LOOK = re.compile(r"\d\s?(?:[mqs㎡м]|k?vm|f[2²^]|ft|□)", re.IGNORECASE)
_BARE = re.compile(rf"^\W*({_DIGITS})\W*$")


@dataclass(frozen=True, slots=True)
class Written:
    """The area that a line tells, and what else stands on it."""

    area_m2: float | None
    rest: str


def may_tell_area(text: str) -> bool:
    """A quick look: False where ``area_in`` would find no area with a unit."""
    return bool(_LOOK.search(text))


def area_in(line: str) -> Written:
    """The area in ``line`` in m2, None if it tells none. Without a unit an area is metric."""
    for pattern in (_WITH_UNIT, _UNIT_FIRST, _WITHOUT_UNIT):
        found = pattern.search(line)
        if not found:
            continue
        feet = found.groupdict().get("feet")
        area = number_of(found["digits"]) * (SQUARE_FOOT_M2 if feet else 1.0)
        if LEAST_M2 <= area <= MOST_M2:
            rest = f"{line[: found.start()]} {line[found.end() :]}"
            return Written(area, rest.strip(" \t,;:=()[]/|-"))
    return Written(None, line)


def bare_areas(value: str) -> tuple[float, ...]:
    """The readings of an area without a unit, in m2: metric first, then square feet."""
    found = _BARE.match(value)
    if not found:
        return ()
    area = number_of(found[1])
    return (area, area * SQUARE_FOOT_M2) if LEAST_M2 <= area <= MOST_M2 else ()


def number_of(digits: str) -> float:
    """ "1.234,5", "1,234.5" and "12,40" as a person reads them."""
    last = max(digits.rfind("."), digits.rfind(","))
    decimals = len(digits) - last - 1
    if last >= 0 and (decimals != 3 or digits.startswith("0")):
        whole = re.sub(r"\D", "", digits[:last])
        return float(f"{whole}.{digits[last + 1 :]}")
    return float(re.sub(r"\D", "", digits))
