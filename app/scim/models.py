"""What the service keeps of SCIM's users and groups: this, and the schemas that say so, are one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    CaseExact,
    ComplexAttribute,
    Mutability,
    Reference,
    Required,
    Resource,
    Returned,
    ScimPolicy,
    Uniqueness,
)

#: Directories send more than is kept here, and each in its own way (Entra ID above all): what is
#: not declared below is left out, ``remove`` may carry the values to remove, and a path with a
#: filter that matches nothing makes what it describes.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


class PersonsName(ComplexAttribute):
    formatted: str | None = None
    """The full name, where displayName says none."""

    given_name: str | None = None
    """The given name, which makes the full name where nothing else does."""

    family_name: str | None = None
    """The family name, which makes the full name where nothing else does."""


class Email(ComplexAttribute):
    value: Annotated[str | None, Required.true] = None
    """An e-mail address; one address belongs to one person."""

    type: str | None = Field(None, examples=["work"])
    """Of several, the one of the type work is kept, or else the primary one, or the first."""

    primary: bool | None = None
    """Whether it is the main one."""


class RoleGiven(ComplexAttribute):
    value: Annotated[str | None, Required.true] = Field(
        None, examples=["employee", "facility", "admin"]
    )
    """What the person may do here: employee, facility or admin."""

    primary: bool | None = None
    """Of several, the highest one counts."""


class User(Resource[Any]):
    """A person of the organisation."""

    __schema__ = URN(USER)

    user_name: Annotated[
        str | None, Required.true, Returned.default, Uniqueness.server, CaseExact.false
    ] = None
    """What the directory calls the person; their e-mail address where emails has none."""

    name: PersonsName | None = None
    """The parts of the name."""

    display_name: str | None = None
    """The full name, as colleagues read it."""

    emails: Annotated[list[Email] | None, Required.true] = None
    """Where mails go, and what the person signs in with; the userName where that is an address."""

    active: bool | None = None
    """False closes the account: sessions end, and what is booked is given back."""

    roles: list[RoleGiven] | None = None
    """What the person may do here; who has none is left as they are."""


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, Required.true, CaseExact.true] = None
    """The id of a user of this service."""

    ref: Annotated[Reference[User] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the user."""

    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    """Always User: a group is no member of another."""


class Group(Resource[Any]):
    """A group of people, of which rules of booking can speak."""

    __schema__ = URN(GROUP)

    display_name: Annotated[str | None, Required.true, Uniqueness.server, CaseExact.false] = None
    """The name of the group, which no other group of the organisation has."""

    members: list[Member] | None = None
    """Who is in it."""
