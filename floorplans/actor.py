"""Who is asking: the one argument that every use case takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from floorplans.errors import Forbidden

#: Stands for whoever runs this installation's commands; no person has this id.
OPERATOR = UUID(int=0)


class Role(StrEnum):
    EMPLOYEE = "employee"
    FACILITY = "facility"
    ADMIN = "admin"

    def covers(self, other: Role) -> bool:
        """Each role may do all that the ones before it may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person of one organisation."""

    organisation_id: UUID
    person_id: UUID
    role: Role
    name: str
    email: str

    def require(self, role: Role) -> None:
        """Raise ``Forbidden`` unless the person holds ``role`` or a higher one."""
        if not self.role.covers(role):
            raise Forbidden(
                "role_needed",
                f"This needs the role “{role}”; you are signed in as “{self.role}”.",
                "Ask an administrator of your organisation.",
                role=str(role),
            )

    @property
    def recorded_id(self) -> UUID | None:
        """What a row's ``created_by`` holds: the person, or None for the operator."""
        return None if self.person_id == OPERATOR else self.person_id


def operator(organisation_id: UUID) -> Actor:
    """The one who runs commands on the machine itself; may do all, and is nobody's row."""
    return Actor(organisation_id, OPERATOR, Role.ADMIN, "Operator", "")
