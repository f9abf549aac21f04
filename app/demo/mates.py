"""The many whom nobody signs in as: teams whose people each have a place of their own.

They have no password, so that making them takes no time; their names are made of two lists.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from app.demo.campus import FIRST_ORGANISATION, SECOND_ORGANISATION
from app.demo.people import DOMAIN, DemoPerson, Part
from floorplans.actor import Role

_FIRST = (
    "Aylin", "Benno", "Carla", "Davit", "Elena", "Finn", "Gül", "Henrik", "Ines", "Jamal",
    "Kaia", "Lukas", "Mira", "Noah", "Olga", "Paul", "Rosa", "Stefan", "Tomás", "Yara",
)  # fmt: skip
_LAST = (
    "Albers", "Bianchi", "Çelik", "Dubois", "Eriksen", "Fuchs", "García", "Hansen", "Ito", "Jansen",
    "Kowalski", "Meyer", "Novák", "Owusu",
)  # fmt: skip
_DUTCH = (
    "Anouk Smit", "Bas Visser", "Daan Mulder", "Eva Bos", "Femke Dekker", "Joris Peters",
    "Hugo Maas", "Koen Jonker", "Lotte Kok", "Milan Prins", "Sanne Vos", "Tess Willems",
)  # fmt: skip
#: A team that Elif books for and that the story does not seat, so that nobody has two desks.
_PROJECT = ("Ada Lange", "Boris Vogel", "Clara Wolff")
#: One of so many does not show where they sit, and of so many does not let others book for them.
HIDES, KEEPS_TO_THEMSELVES = 6, 4


def _named() -> Iterator[str]:
    """Every first name with every last one, neighbours with different ones."""
    for turn in range(len(_LAST)):
        for number, first in enumerate(_FIRST):
            yield f"{first} {_LAST[(number + turn) % len(_LAST)]}"


def _mates(organisation: str, names: Iterator[str], part: Part) -> Iterator[DemoPerson]:
    for number, name in enumerate(names, 1):
        yield DemoPerson(
            organisation,
            f"{_login(name)}@{DOMAIN}",
            name,
            Role.EMPLOYEE,
            shows_name=number % HIDES != 0,
            lets_book=number % KEEPS_TO_THEMSELVES != 0,
            part=part,
        )


def _login(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")


MATES: tuple[DemoPerson, ...] = (
    *_mates(FIRST_ORGANISATION, _named(), Part.TEAM),
    *_mates(FIRST_ORGANISATION, iter(_PROJECT), Part.ELSEWHERE),
    *_mates(SECOND_ORGANISATION, iter(_DUTCH), Part.TEAM),
)
#: Their addresses.
PROJECT_TEAM = tuple(f"{_login(name)}@{DOMAIN}" for name in _PROJECT)
