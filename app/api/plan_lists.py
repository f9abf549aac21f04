"""Plans: a list of spaces (CSV) laid over a draft, to look first and then to take it over."""

from __future__ import annotations

import re

from flask import Response, request

from app.api.answers import told
from app.api.blueprint import api
from app.api.checks import checked
from app.api.fields import Told
from app.api.forms import FILE, form, sent_file
from app.api.paths import PlanPath
from app.api.plan_answers import TAG
from app.api.problems import CAN_CLASH, WITH_BODY
from app.context import actor, db, now
from app.security.access import needs, takes_upload
from floorplans.actor import Role
from floorplans.errors import Invalid
from floorplans.plans.lists import service as lists

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_LIST = form(
    "file",
    "after",
    file={
        **FILE,
        "description": "A table of text with the names of columns in its first line: building, "
        "floor, number, name, kind, category, capacity, features, bookable, bookable places, zone",
    },
    after={
        "type": "integer",
        "minimum": 0,
        "description": "The number of the last edit that was seen done",
    },
    dry_run={
        "type": "string",
        "enum": ["true", "false"],
        "description": "Only tell what the list would change",
    },
)


class RowChangeAnswer(Told):
    """What one line of the list changes, as in “capacity 1 → 4”."""

    line: int
    kind: str
    name: str
    what: list[str]


class RowProblemAnswer(Told):
    line: int
    code: str
    message: str
    advice: str


class ListAnswer(Told):
    """``problems`` are lines that cannot be used: with one of them nothing of the list is taken.

    ``without_place`` are lines whose space the plan does not have; the others are taken over.
    ``elsewhere`` counts lines of other floors, ``unchanged`` those that say what is so already.
    """

    number: int
    applied: bool
    changes: list[RowChangeAnswer]
    zones: list[str]
    problems: list[RowProblemAnswer]
    without_place: list[RowProblemAnswer]
    elsewhere: int
    unchanged: int
    unknown_columns: list[str]


@api.post(
    "/plans/<uuid:plan_id>/spaces-list",
    tags=[TAG],
    responses={200: ListAnswer, **CAN_CLASH, **WITH_BODY},
    openapi_extensions=_LIST,
)
@needs(Role.FACILITY)
@takes_upload
@checked
def take_over_list(path: PlanPath) -> Response:
    """Take a list of spaces over into a draft as one edit, or see what it would change."""
    name, content = sent_file("list", "list.csv")
    view = lists.take_over(
        db(),
        actor(),
        path.plan_id,
        name,
        content,
        now(),
        after=_after(request.form.get("after", "")),
        dry_run=request.form.get("dry_run") == "true",
    )
    return told(ListAnswer.model_validate(view))


def _after(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise Invalid(
            "after_missing",
            "The request does not say which edit was seen last. Nothing was changed.",
            "Send the field “after” with its number, 0 before the first.",
        )
    return int(text)
