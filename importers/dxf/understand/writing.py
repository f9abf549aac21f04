"""What one line of writing in a room tells: its number, name, area or department."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from importers.dxf.areas import area_in
from importers.dxf.understand.words import SHORT_NAME, category_of, is_name, split_number_and_name

#: Plans repeat their words; a drawing is asked for them more than once.
LINES_KEPT = 200_000  # words are asked for several times, and a large drawing holds this many

_DEPARTMENT = re.compile(
    r"^\s*(?:(?:dep(?:artmen)?t|abt(?:eilung)?|afd(?:eling)?|avd(?:eling|elning)?|departamento|dpto|"
    r"kostenstelle|cost cent(?:er|re))\.?\s*[:=]?\s+|(?:service|reparto|org(?:anisation)?)\s*:\s*)"
    r"(?P<name>\S.*)$",
    re.IGNORECASE,
)
# "B: Teppich", "RH 2,75", "U = 14,3 m", "OKFF +3.20": what a room is made of and its measures.
_METRES = r"[-+\u00b1]?\s?\d{1,3}[.,]\d{1,3}\s*m?\s*$"
_NOTE = re.compile(
    r"^\s*(?:[^\W\d_]{1,2}\s*[:=]"
    rf"|(?:h|l?rh|lh|h(?:oe|ö)he|ch|cl(?:g|ng)?|uk[dr]?|ok(?:f+|rd|fb)?|ffl|fb?ok|ffb|ofb)\.?\s+{_METRES}"
    rf"|(?:umfang|perimeter|per|vol(?:umen)?)\.?\s*[:=]?\s*{_METRES}"
    r"|(?:boden|wand|w(?:ä|ae)nde|decke|floor|walls?|ceiling|sol|murs?|plafond|sockel)\s*[:=])",
    re.IGNORECASE,
)
# "Bez.: Büro", "Name: Office": the word for what follows, and then the name of the room.
_CALLED = re.compile(
    r"^\s*(?:bez(?:eichn(?:ung)?)?|raum-?(?:bez(?:eichnung)?|name|art|nutzung)|nutzung|name|"
    r"room name|use|usage|nom|d[eé]signation|affectation|funktion|function|funksjon|uso|"
    r"destinazione|nombre|naam|bestemming|nazwa|n[aá]zev|[uú][cč]el|名称|名稱|用途|室名)\s?\.?\s*"
    r"[:=\uff1a]\s*(?=\S)",
    re.IGNORECASE,
)
# Steel, pipes, fire ratings, standards, telephones: words with a number that no room has.
_TECHNICAL = re.compile(
    r"^\s*(?:(?:he[abm]|ip[en]|u[np]p|upe|unp|dn|nw|rhs|shs|chs|ral|din|iso|hea|ø|\u2300)\s?-?\d+"
    r"|(?:f|t|r?ei|rei)\s?-?(?:30|60|90|120|180)|(?:tel|fax|dect)\b.*)\s*$",
    re.IGNORECASE,
)
# "Büro 3.12", "Salle 101", "Møterom 214": a number that is more than a count.
_NAMED_NUMBER = re.compile(
    r"^(?P<name>[^\W\d_].*?)[\s,:#\u2013-]+"
    r"(?P<number>(?:[A-Za-z]{1,3}[-._]?)?(?:\d{3,5}[A-Za-z]?|\d+(?:[.\-/]\d+)+[A-Za-z]?|"
    r"0\d[A-Za-z]?))$"
)
_ANY_ROOM = re.compile(
    r"^(?:raum|room|zimmer|salle|local|kamer|ruimte|rom|rum|sala|stanza|vano|tila|lokale|number|"
    r"nummer|raum-?nr|room no|habitación|pièce|piece|unit|suite|ste|[euokd]g|\d?[.]?\s?[ou]g\d?|"
    r"level|etage|floor)\W*$",
    re.IGNORECASE,
)
# Before these a number of any length is the number of a room.
_SHORT_FOR_ROOM = re.compile(
    r"^(?:rm|zi|k|nr|no|n°|nº|#|hab|raum-?nr|room no|r)(?:[.:#]\s*|\s+)(?P<number>[A-Za-z]?\d\S*)$",
    re.IGNORECASE,
)
# "2 CAR GARAGE", "6 Pers.": how many there are, and no number of a room.
_COUNT = re.compile(
    r"^\d{1,2}[\s-]?(?:x|car|bed|bay|person|pers|people|pax|seat|sitz|pl[aä]tz|place|plaatsen|"
    r"plass|personen|ap|ma|mitarb|story|storey|st[ue]ck|stk|pcs|hp|kw)",
    re.IGNORECASE,
)
# "20' x 22'", "4,20 x 3,10 m" behind the name of a room.
_SIZE = re.compile(
    r"(?:^|\s)\d[\d'\"\u2032\u2033.,/ -]*\s*[xX\u00d7]\s*\d[\d'\"\u2032\u2033.,/ -]*m?\s*$"
)
_SERIES = re.compile(r"^[^\W\d_]+$")
_SLASHED = re.compile(r"^(\S*\d\S*)\s+[/|,]\s+")


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of one line; all None for a note that names nothing."""

    number: str | None = None
    name: str | None = None
    area_m2: float | None = None
    department: str | None = None


NOTHING = Told()


@lru_cache(LINES_KEPT)
def told_by(line: str) -> Told:
    """Number, name, area and department on ``line``, each None where it is not there."""
    written = area_in(" ".join(line.split()))
    rest = _SIZE.sub("", _SLASHED.sub(r"\1 - ", _CALLED.sub("", written.rest))).strip()
    if not rest or _NOTE.match(rest) or _TECHNICAL.match(rest):
        return Told(area_m2=written.area_m2)
    department = _DEPARTMENT.match(rest)
    if department:
        return Told(area_m2=written.area_m2, department=department["name"].strip())
    number, name = _number_and_name(rest)
    return Told(number, name, written.area_m2)


def _number_and_name(text: str) -> tuple[str | None, str | None]:
    if _COUNT.match(text):
        return None, text if category_of(text) else None
    number, name = split_number_and_name(text)
    if number is not None:
        return number, name
    short = _SHORT_FOR_ROOM.match(text)
    if short:
        return short["number"], None
    both = _NAMED_NUMBER.match(text)
    return (None, name) if both is None else _apart(both, text)


def _apart(both: re.Match[str], text: str) -> tuple[str | None, str | None]:
    words = both["name"].strip(" ,:-#.")
    if _ANY_ROOM.match(words):
        return both["number"], None
    if category_of(words) or (len(words) > SHORT_NAME and _SERIES.match(words)):
        return both["number"], words
    if len(words) > SHORT_NAME:
        return None, text if is_name(text) else None
    # "AB 101" is a number with its building; "GK 12.5" is a sheet of plasterboard.
    return (text, None) if both["number"].isalnum() else (None, None)
