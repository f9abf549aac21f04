"""How the API's documentation describes answers that are not a success."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel

from app.errors import PROBLEM_TYPE, TITLES
from floorplans.errors import DomainError

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "advice"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "advice": {"type": "string"},
    },
}


#: As the documenting library spells it.
Responses = dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None]


def described(status: int) -> dict[str, Any]:
    """The answer with this status, as problem+json (RFC 9457)."""
    return {
        "description": TITLES[status],
        "content": {PROBLEM_TYPE: {"schema": _PROBLEM}},
    }


def problems(*statuses: int) -> Responses:
    return {str(status): described(status) for status in statuses}


#: Whatever the operation: bad session or token, role, unknown thing, bad input, limits, trouble.
ALWAYS_POSSIBLE = problems(400, 401, 403, 404, 413, 422, 429, 500, 503)
#: Those of operations that read a JSON body.
WITH_BODY = problems(415)
#: Those of operations that somebody else can be quicker at.
CAN_CLASH = problems(409)


class RefusalAnswer(BaseModel):
    """A refusal as a part of an answer that is none itself."""

    code: str
    detail: str
    advice: str
    fields: dict[str, Any]


def refusal_answer(refusal: DomainError) -> RefusalAnswer:
    """What a person is told, and what the rule compared."""
    fields = {name: value for name, value in refusal.fields.items() if value is not None}
    return RefusalAnswer(
        code=refusal.code, detail=refusal.message, advice=refusal.advice, fields=fields
    )
