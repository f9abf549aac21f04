"""Errors as SCIM wants them (RFC 7644, section 3.12), in our words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Response
from pydantic import ValidationError
from scim2_models import SCIMException

from app.scim.blueprint import PREFIX
from floorplans.errors import Invalid

if TYPE_CHECKING:
    from app.errors import Problem

CONTENT_TYPE = "application/scim+json"
SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error"

#: What of ours is which of SCIM's; all else of 400 is a value that cannot be.
_TYPES = {
    "email_taken": "uniqueness",
    "user_name_taken": "uniqueness",
    "external_id_taken": "uniqueness",
    "group_name_taken": "uniqueness",
    "group_kept_by_hand": "uniqueness",
    "last_administrator": "mutability",
    "scim_syntax": "invalidSyntax",
    "scim_filter": "invalidFilter",
    "scim_path": "invalidPath",
    "scim_target": "noTarget",
    "scim_mutability": "mutability",
    "bad_request": "invalidSyntax",
}
#: Our own words for what the library of SCIM refuses, by SCIM's word for it.
_REFUSED = {
    "invalidSyntax": (
        "scim_syntax",
        "This is not the SCIM that is expected here. Nothing was changed.",
        "Send JSON as RFC 7644 describes it, with its schemas.",
    ),
    "invalidPath": (
        "scim_path",
        "A path of the PATCH cannot be read or is not known here. Nothing was changed.",
        "Use attributes that /Schemas names.",
    ),
    "invalidFilter": (
        "scim_filter",
        "A filter in a path cannot be read. Nothing was changed.",
        'Write it like members[value eq "ID"] or emails[type eq "work"].value.',
    ),
    "noTarget": (
        "scim_target",
        "What a PATCH wants to change is not there. Nothing was changed.",
        "Read the resource again, or add the value.",
    ),
    "mutability": (
        "scim_mutability",
        "One of the attributes cannot be changed or taken away. Nothing was changed.",
        "See its mutability under /Schemas, and leave the attribute out.",
    ),
}
#: What may be named of where a complaint is: our own attributes, however they were written.
_ATTRIBUTES = {
    name.lower(): name
    for name in (
        *("schemas", "id", "externalId", "userName", "name", "formatted", "givenName"),
        *("familyName", "displayName", "emails", "value", "type", "primary", "active", "roles"),
        *("members", "Operations", "op", "path"),
    )
}
#: A part of a resource that is read by itself, and where it stands.
_WHOLES = {"PersonsName": "name", "Email": "emails", "RoleGiven": "roles", "Member": "members"}


def refused(error: Exception) -> Invalid:
    """What the library of SCIM refused; it names the attribute, and nothing of what was sent."""
    kind = error.scim_type if isinstance(error, SCIMException) else _first_type(error)
    return Invalid(*_REFUSED[kind]) if kind in _REFUSED else _no_such_value(_attribute(error))


def _no_such_value(attribute: str) -> Invalid:
    if not attribute:
        return Invalid(
            "scim_value",
            "A value has the wrong type or is missing. Nothing was changed.",
            "See its type under /Schemas.",
        )
    return Invalid(
        "scim_value",
        f"The attribute {attribute} has the wrong type or is missing. Nothing was changed.",
        "See its type under /Schemas, and what the directory maps to it.",
        attribute=attribute,
    )


def is_scim(path: str) -> bool:
    return path == PREFIX or path.startswith(PREFIX + "/")


def answer(problem: Problem, retry_after: str | None = None) -> Response:
    """The SCIM error of a problem."""
    status = 400 if problem.status in (415, 422) else problem.status
    body: dict[str, Any] = {
        "schemas": [SCHEMA],
        "status": str(status),
        "detail": f"{problem.detail} {problem.advice}",
    }
    if status in (400, 409):
        kind = _TYPES.get(problem.code, "invalidValue" if status == 400 else None)
        if kind:
            body["scimType"] = kind
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="floorplans directory"'
    if retry_after is not None:
        response.headers["Retry-After"] = retry_after
    return response


def _attribute(error: Exception) -> str:
    """The path of the first attribute that is complained of, as “emails.value”; empty for none."""
    found = error if isinstance(error, ValidationError) else error.__cause__ or error.__context__
    if not isinstance(found, ValidationError):
        return ""
    first = found.errors(include_url=False, include_input=False)[0]
    told = [*first["loc"], first.get("ctx", {}).get("field_name", "")]
    names = [_ATTRIBUTES.get(str(each).replace("_", "").lower()) for each in told]
    return ".".join(each for each in (_WHOLES.get(found.title), *names) if each)


def _first_type(error: Exception) -> str:
    """SCIM's word in the first complaint of a validation, empty where there is none."""
    complaints = error.errors() if hasattr(error, "errors") else []
    context = complaints[0].get("ctx", {}) if complaints else {}
    return str(context.get("scim_type", ""))
