"""The people of the demo who sign in: three for the roles, and twenty colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.demo.campus import FIRST_ORGANISATION, SECOND_ORGANISATION
from floorplans.actor import Role

DOMAIN = "demo.test"


class Part(StrEnum):
    """How somebody comes to a place in the story."""

    #: At the usual desk, on most days.
    USUAL = "usual"
    #: Beside their team, on the days when it comes.
    TEAM = "team"
    #: By other ways: a desk of their own, a series, somebody who books for them.
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``lets_book`` lets colleagues book for them."""

    organisation: str
    email: str
    name: str
    role: Role
    shows_name: bool
    lets_book: bool
    part: Part = Part.USUAL


def _colleague(
    organisation: str, login: str, name: str, *, role: Role = Role.EMPLOYEE,
    shows_name: bool = True, part: Part = Part.USUAL,
) -> DemoPerson:  # fmt: skip
    return DemoPerson(
        organisation, f"{login}@{DOMAIN}", name, role, shows_name, lets_book=shows_name, part=part
    )


_A, _B = FIRST_ORGANISATION, SECOND_ORGANISATION

PEOPLE: tuple[DemoPerson, ...] = (
    _colleague(_A, "employee", "Elif Yılmaz", part=Part.ELSEWHERE),  # noqa: RUF001 - a Turkish name
    _colleague(_A, "facility", "Jonas Petersen", role=Role.FACILITY),
    _colleague(_A, "admin", "Hannah Brandt", role=Role.ADMIN, shows_name=False),
    _colleague(_A, "amara.okafor", "Amara Okafor"),
    _colleague(_A, "bjarne.lund", "Bjarne Lund"),
    _colleague(_A, "chiara.ricci", "Chiara Ricci"),
    _colleague(_A, "duc.nguyen", "Nguyễn Văn Đức"),
    _colleague(_A, "esther.mensah", "Esther Mensah"),
    _colleague(_A, "farid.haddad", "Farid Haddad", shows_name=False),
    _colleague(_A, "greta.lindqvist", "Greta Lindqvist"),
    _colleague(_A, "hiroshi.tanaka", "Hiroshi Tanaka"),
    _colleague(_A, "ioana.popescu", "Ioana Popescu", shows_name=False),
    _colleague(_A, "joao.ferreira", "João Ferreira"),
    _colleague(_A, "katarzyna.nowak", "Katarzyna Nowak"),
    _colleague(_A, "leila.rahimi", "Leila Rahimi", shows_name=False),
    _colleague(_A, "mateo.alvarez", "Mateo Álvarez"),
    _colleague(_A, "nina.kovacevic", "Nina Kovačević"),
    _colleague(_B, "pieter.devries", "Pieter de Vries", role=Role.ADMIN),
    _colleague(_B, "roos.vandijk", "Roos van Dijk", role=Role.FACILITY),
    _colleague(_B, "samira.elamrani", "Samira El Amrani"),
    _colleague(_B, "thijs.bakker", "Thijs Bakker", shows_name=False),
    _colleague(_B, "uma.krishnan", "Uma Krishnan"),
    _colleague(_B, "wei.zhang", "Zhang Wei"),
)
