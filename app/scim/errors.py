"""Errors as SCIM wants them (RFC 7644, section 3.12), in our words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Response
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
_VALUE = (
    "scim_value",
    "A value has the wrong type or is missing. Nothing was changed.",
    "See its type under /Schemas.",
)


def refused(error: Exception) -> Invalid:
    """What the library of SCIM refused; it says nothing of what was sent."""
    kind = error.scim_type if isinstance(error, SCIMException) else _first_type(error)
    return Invalid(*_REFUSED.get(kind, _VALUE))


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


def _first_type(error: Exception) -> str:
    """SCIM's word in the first complaint of a validation, empty where there is none."""
    complaints = error.errors() if hasattr(error, "errors") else []
    context = complaints[0].get("ctx", {}) if complaints else {}
    return str(context.get("scim_type", ""))
