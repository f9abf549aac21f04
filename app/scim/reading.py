"""What a directory sends: its JSON, within limits, as SCIM's messages and resources."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import request
from pydantic import ValidationError
from scim2_models import Context, PatchOp, Resource, SCIMException
from werkzeug.exceptions import BadRequest

from app.scim.errors import refused
from app.scim.models import POLICY, User
from floorplans.errors import Invalid

#: In one PATCH of a group; directories send up to a few hundred.
MOST_OPERATIONS = 2_000
#: In one PATCH of a user, and so many values in its lists: each is compared with each.
MOST_OF_USER = 100
#: Of an operation, in characters; the longest that directories send have some hundred.
LONGEST_PATH = 200
#: Of all paths of one PATCH together, in characters.
LONGEST_PATHS = 160_000
MOST_SHOWN = 200
USUALLY_SHOWN = 100

Found = TypeVar("Found", bound=Resource[Any])


def body() -> dict[str, Any]:
    """The JSON object that was sent, whatever type it says it has."""
    try:
        found = request.get_json(force=True)
    except (BadRequest, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid(
            "scim_syntax",
            "The body is no JSON object. Nothing was changed.",
            "Send one as application/scim+json.",
        )
    return found


def resource(model: type[Found], sent: dict[str, Any], context: Context) -> Found:
    """A user or group that was sent; raises ``Invalid``."""
    try:
        return model.model_validate(_tolerated(sent), scim_ctx=context, scim_policy=POLICY)
    except (ValidationError, SCIMException, RecursionError) as error:
        raise refused(error) from None


def patch(model: type[Found], sent: dict[str, Any]) -> Any:
    """A PATCH that was sent, its paths and operations read; raises ``Invalid``."""
    _check_size(model, sent)
    read: Any = PatchOp.__class_getitem__(model)
    try:
        return read.model_validate(
            sent, scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
        )
    except (ValidationError, SCIMException, RecursionError) as error:
        raise refused(error) from None


def page() -> tuple[int, int]:
    """From which on and how many are to be listed: an offset from 0, and a count."""
    start = max(1, _number("startIndex", 1))
    return start - 1, min(max(0, _number("count", USUALLY_SHOWN)), MOST_SHOWN)


def names(parameter: str) -> tuple[str, ...]:
    """The attributes that a parameter names, in lower case and without the URN of the schema."""
    found = request.args.get(parameter, "")
    return tuple(
        name.strip().rpartition(":")[2].lower() for name in found.split(",") if name.strip()
    )


def _check_size(model: type[Resource[Any]], sent: dict[str, Any]) -> None:
    """Raise ``Invalid`` for a PATCH that takes long to read or to apply, however it is written."""
    found = [each for name, each in sent.items() if name.lower() == "operations"]
    operations = [one for each in found if isinstance(each, list) for one in each]
    is_user = model is User
    if len(operations) > (MOST_OF_USER if is_user else MOST_OPERATIONS):
        raise Invalid(
            "too_many_operations",
            f"One PATCH can have {MOST_OPERATIONS} operations at most, one of a user "
            f"{MOST_OF_USER}. Nothing was changed.",
            "Send them in several requests, or many members in one operation.",
        )
    parts = [part for each in operations if isinstance(each, dict) for part in each.items()]
    values = [value for name, value in parts if name.lower() == "value"]
    documents = [each for each in values if isinstance(each, dict)]
    paths = [str(text) for name, text in parts if name.lower() == "path"]
    paths += [name for each in documents for name in each]
    values += [value for each in documents for value in each.values()]
    lengths = [len(each) for each in paths]
    if max(lengths, default=0) > LONGEST_PATH or sum(lengths) > LONGEST_PATHS:
        raise Invalid(
            "scim_path",
            f"A path has {LONGEST_PATH} characters at most, and all together {LONGEST_PATHS}. "
            "Nothing was changed.",
            "Send one operation for each member.",
        )
    count = max(len(paths), sum(len(each) for each in values if isinstance(each, list)))
    if is_user and count > MOST_OF_USER:
        raise Invalid(
            "too_many_values",
            f"One PATCH of a user can have {MOST_OF_USER} values at most. Nothing was changed.",
            "Send them in several requests.",
        )


def _tolerated(sent: dict[str, Any]) -> dict[str, Any]:
    """Without attributes that are null: they say the same as ones that are not there."""
    return {name: value for name, value in sent.items() if value is not None}


def _number(parameter: str, usual: int) -> int:
    text = request.args.get(parameter, "").strip()
    if not text:
        return usual
    try:
        found = int(text)
    except ValueError:
        found = None
    if found is None or abs(found) > 2**31:
        raise Invalid(
            "scim_page",
            "startIndex and count are whole numbers. Nothing was listed.",
            "Start with startIndex=1.",
        )
    return found
