"""People and groups as SCIM's documents, with the attributes that were asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response

from app.context import addresses
from app.scim.blueprint import PREFIX
from app.scim.errors import CONTENT_TYPE
from app.scim.models import GROUP, USER
from app.scim.reading import names
from floorplans.directory.views import GroupKept, PersonKept

_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
#: Are there whatever is asked for.
_ALWAYS = frozenset({"schemas", "id"})


def answer(document: dict[str, Any], status: int = 200) -> Response:
    """One document; one that was made or read says where it is."""
    response = Response(json.dumps(document, ensure_ascii=False), status, content_type=CONTENT_TYPE)
    if status == 201:
        response.headers["Location"] = document["meta"]["location"]
    return response


def listed(documents: Sequence[dict[str, Any]], total: int, offset: int) -> Response:
    """A page of a list."""
    return answer(
        {
            "schemas": [_LIST],
            "totalResults": total,
            "startIndex": offset + 1,
            "itemsPerPage": len(documents),
            "Resources": list(documents),
        }
    )


def user(person: PersonKept) -> dict[str, Any]:
    """A person, whole."""
    parts = {"givenName": person.given_name, "familyName": person.family_name}
    has_parts = any(parts.values())
    return _without_nothing(
        {
            "schemas": [USER],
            "id": str(person.id),
            "externalId": person.external_id,
            "userName": person.user_name,
            "name": _without_nothing({"formatted": person.name} | parts) if has_parts else None,
            "displayName": person.name,
            "emails": [{"value": person.email, "type": "work", "primary": True}],
            "active": person.is_active,
            "roles": [{"value": str(person.role), "primary": True}],
            "meta": _meta("User", person.id, person.created_at),
        }
    )


def group(found: GroupKept) -> dict[str, Any]:
    """A group, with its members where they were read."""
    document = {
        "schemas": [GROUP],
        "id": str(found.id),
        "externalId": found.external_id,
        "displayName": found.name,
        "members": None if found.members is None else _members(found.members),
        "meta": _meta("Group", found.id, found.created_at),
    }
    return _without_nothing(document)


def wants(attribute: str) -> bool:
    """Whether an attribute that is there by default belongs into this answer."""
    only, left_out = names("attributes"), names("excludedAttributes")
    if only:
        return any(name.partition(".")[0] == attribute for name in only)
    return attribute not in left_out


def chosen(document: dict[str, Any]) -> dict[str, Any]:
    """A document with what ``attributes`` or ``excludedAttributes`` of the request leave."""
    only, left_out = names("attributes"), names("excludedAttributes")
    if only:
        return {
            name: _inner(value, name.lower(), only, keep=True)
            for name, value in document.items()
            if name.lower() in _ALWAYS or any(_is_of(each, name) for each in only)
        }
    return {
        name: _inner(value, name.lower(), left_out, keep=False)
        for name, value in document.items()
        if name.lower() in _ALWAYS or name.lower() not in left_out
    }


def location(kind: str, resource_id: UUID | str) -> str:
    """The address of a resource."""
    return address(f"{kind}s/{resource_id}")


def address(path: str) -> str:
    """An address of this service, by its path below where SCIM is."""
    return addresses().page(f"{PREFIX}/{path}")


def _is_of(asked: str, name: str) -> bool:
    return asked.partition(".")[0] == name.lower()


def _inner(value: Any, name: str, asked: Iterable[str], *, keep: bool) -> Any:
    """The parts of a complex value that are asked for, or those that are left."""
    parts = {each.partition(".")[2] for each in asked if each.startswith(f"{name}.")}
    if not parts or (keep and name in asked):
        return value
    if isinstance(value, list):
        return [_inner(each, name, asked, keep=keep) for each in value]
    if not isinstance(value, dict):
        return value
    return {part: each for part, each in value.items() if (part.lower() in parts) is keep}


def _members(members: tuple[UUID, ...]) -> list[dict[str, str]]:
    root = location("User", "")
    return [
        {
            "value": str(each),
            "type": "User",
            "$ref": f"{root}{each}",
        }
        for each in members
    ]


def _meta(kind: str, resource_id: UUID, created_at: datetime) -> dict[str, str]:
    return {
        "resourceType": kind,
        "created": created_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "location": location(kind, resource_id),
    }


def _without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
