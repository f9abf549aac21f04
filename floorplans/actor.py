"""Who is asking: the one argument that every use case takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from floorplans.errors import Forbidden


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
