"""Forms with files: how they are described, and how what was sent comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnsupportedMediaType

from floorplans.errors import Invalid

LONGEST_FILE_NAME = 200
_MEDIA_TYPE = "multipart/form-data"

#: The bytes of a file, in a field's schema.
FILE: Mapping[str, Any] = {"type": "string", "format": "binary"}


def form(*required: str, **fields: Mapping[str, Any]) -> dict[str, Any]:
    """What to hand a route as ``openapi_extensions``: a form with these fields."""
    schema = {"type": "object", "required": list(required), "properties": dict(fields)}
    return {"requestBody": {"required": True, "content": {_MEDIA_TYPE: {"schema": schema}}}}


def sent_file(what: str, name: str) -> tuple[str, bytes]:
    """Name and content of the field “file”; ``what`` it should be, ``name`` where it has none.

    Raises 415 for another content type, ``Invalid`` (``file_missing``).
    """
    found = sent_files(name)
    if not found:
        raise Invalid(
            "file_missing",
            f"No {what} was sent. Nothing was changed.",
            f"Send it as {_MEDIA_TYPE} in the field “file”.",
        )
    return found[0]


def sent_files(name: str) -> Sequence[tuple[str, bytes]]:
    """The same of all files that were sent; there may be none. Raises 415."""
    if request.mimetype != _MEDIA_TYPE:
        raise UnsupportedMediaType
    return [_taken(each, name) for each in request.files.getlist("file")]


def _taken(sent: FileStorage, name: str) -> tuple[str, bytes]:
    content = sent.read()
    # A large one lies in a temporary file, which would stay open as long as the answer takes.
    sent.close()
    return (sent.filename or name)[-LONGEST_FILE_NAME:], content
