"""The people of the demo: three who show the roles, and twenty colleagues in two organisations."""

from __future__ import annotations

from dataclasses import dataclass

from app.demo.campus import FIRST_ORGANISATION, SECOND_ORGANISATION
from floorplans.actor import Role

DOMAIN = "demo.test"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``leads`` is True for those who also book places for their team and its guests."""

    organisation: str
    email: str
    name: str
    role: Role
    shows_name: bool
    leads: bool = False


def _colleague(
    organisation: str, login: str, name: str, *, role: Role = Role.EMPLOYEE, leads: bool = False,
    shows_name: bool = True,
) -> DemoPerson:  # fmt: skip
    return DemoPerson(organisation, f"{login}@{DOMAIN}", name, role, shows_name, leads)


_A, _B = FIRST_ORGANISATION, SECOND_ORGANISATION

PEOPLE: tuple[DemoPerson, ...] = (
    _colleague(_A, "employee", "Elif Yılmaz"),  # noqa: RUF001 - a Turkish name
    _colleague(_A, "facility", "Jonas Petersen", role=Role.FACILITY),
    _colleague(_A, "admin", "Hannah Brandt", role=Role.ADMIN, shows_name=False),
    _colleague(_A, "amara.okafor", "Amara Okafor", leads=True),
    _colleague(_A, "bjarne.lund", "Bjarne Lund", leads=True),
    _colleague(_A, "chiara.ricci", "Chiara Ricci", leads=True),
    _colleague(_A, "duc.nguyen", "Nguyễn Văn Đức", leads=True),
    _colleague(_A, "esther.mensah", "Esther Mensah", leads=True),
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
    _colleague(_B, "roos.vandijk", "Roos van Dijk", role=Role.FACILITY, leads=True),
    _colleague(_B, "samira.elamrani", "Samira El Amrani"),
    _colleague(_B, "thijs.bakker", "Thijs Bakker", shows_name=False),
    _colleague(_B, "uma.krishnan", "Uma Krishnan"),
    _colleague(_B, "wei.zhang", "Zhang Wei"),
)
