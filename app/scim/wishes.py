"""What a document or a PATCH of a user asks for, as the directory's wish about a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from scim2_models import SCIMException

from app.scim.errors import refused
from app.scim.models import POLICY, Email, PersonsName, RoleGiven, User
from floorplans.actor import Role
from floorplans.directory.views import PersonKept, PersonWish
from floorplans.errors import Invalid

_WORK = "work"


def with_email(sent: dict[str, Any]) -> dict[str, Any]:
    """A user that was sent, with the userName as address where no other was."""
    named = {name.lower(): value for name, value in sent.items()}
    user_name = named.get("username")
    if named.get("emails") or not isinstance(user_name, str) or "@" not in user_name:
        return sent
    rest = {name: value for name, value in sent.items() if name.lower() != "emails"}
    return rest | {"emails": [{"value": user_name, "type": _WORK, "primary": True}]}


def whole(sent: User, present: PersonKept | None = None) -> PersonWish:
    """The wish of a POST, or of a PUT for somebody who is there.

    Whoever is there keeps role, name and being active where nothing is said of them.
    """
    user_name = (sent.user_name or "").strip()
    return PersonWish(
        user_name=user_name,
        email=_email(sent.emails),
        name=_full_name(sent) or (present.name if present else "") or user_name,
        given_name=sent.name.given_name if sent.name else None,
        family_name=sent.name.family_name if sent.name else None,
        external_id=sent.external_id,
        role=_role(sent.roles) if sent.roles else None,
        is_active=_or(sent.active, present.is_active if present else True),
    )


def patched(operations: Any, present: PersonKept) -> PersonWish:
    """The wish of a PATCH for somebody who is there; raises ``Invalid``."""
    before, after = _document(present), _document(present)
    try:
        operations.patch(after, scim_policy=POLICY)
    except (ValidationError, SCIMException) as error:
        raise refused(error) from None
    user_name = (after.user_name or "").strip()
    same_emails = after.emails == before.emails
    follows = same_emails and present.email == present.user_name.lower() and "@" in user_name
    return PersonWish(
        user_name=user_name,
        email=user_name if follows else _email(after.emails),
        name=_changed_name(before, after) or present.name,
        given_name=after.name.given_name if after.name else None,
        family_name=after.name.family_name if after.name else None,
        external_id=after.external_id,
        role=None if after.roles == before.roles else _role(after.roles),
        is_active=_or(after.active, True),
    )


def _document(person: PersonKept) -> User:
    return User(
        id=str(person.id),
        external_id=person.external_id,
        user_name=person.user_name,
        name=PersonsName(
            formatted=person.name, given_name=person.given_name, family_name=person.family_name
        ),
        display_name=person.name,
        emails=[Email(value=person.email, type=_WORK, primary=True)],
        active=person.is_active,
        roles=[RoleGiven(value=str(person.role), primary=True)],
    )


def _email(emails: Sequence[Email] | None) -> str:
    """Of several addresses the one at work, else the main one, else the first."""
    given = [each for each in emails or () if each.value]
    best = sorted(given, key=lambda e: ((e.type or "").lower() != _WORK, not e.primary))
    if best and best[0].value:
        return best[0].value
    raise Invalid(
        "email_missing",
        "The person has no e-mail address in emails. Nothing was changed.",
        "Map the mail of the directory to emails[type eq “work”].value.",
    )


def _full_name(user: User) -> str:
    parts = user.name or PersonsName()
    return (user.display_name or parts.formatted or "").strip() or _joined(parts)


def _changed_name(before: User, after: User) -> str:
    """What of the name the PATCH changed, the full one before its parts; empty where nothing."""
    was, parts = before.name or PersonsName(), after.name or PersonsName()
    if after.display_name and after.display_name != before.display_name:
        return after.display_name
    if parts.formatted and parts.formatted != was.formatted:
        return parts.formatted
    if (parts.given_name, parts.family_name) != (was.given_name, was.family_name):
        return _joined(parts)
    return ""


def _joined(parts: PersonsName) -> str:
    return " ".join(each.strip() for each in (parts.given_name, parts.family_name) if each).strip()


def _role(given: Sequence[RoleGiven] | None) -> Role:
    """The highest of the roles; who has none left is an employee. Raises ``Invalid``."""
    try:
        roles = [Role((each.value or "").strip().lower()) for each in given or ()]
    except ValueError:
        raise Invalid(
            "role_unknown",
            "A role is not known here. Nothing was changed.",
            "Send employee, facility or admin as the value of a role, or no roles at all.",
        ) from None
    return max(roles, key=list(Role).index, default=Role.EMPLOYEE)


def _or(said: bool | None, otherwise: bool) -> bool:
    return otherwise if said is None else said
