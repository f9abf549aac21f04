"""Reading what a request carries into its model, without repeating any of it in an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast, get_origin, get_type_hints

from flask import Response, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from app.context import not_signed_in
from app.security.access import access_of
from app.security.identity import identify
from floorplans.errors import Invalid

View = TypeVar("View", bound=Callable[..., Response])

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40}", re.ASCII)
_MOST_ERRORS = 20


def checked(view: View) -> View:
    """Give a view its ``path``, ``query``, ``header`` and ``body`` as annotated on it.

    The library that documents the API could do this too, but it makes each model's schema anew
    for every request, reads a missing content type as an empty body, and echoes input.
    """
    hints = get_type_hints(view)
    path: type[BaseModel] | None = hints.get("path")
    query: type[BaseModel] | None = hints.get("query")
    header: type[BaseModel] | None = hints.get("header")
    body: type[BaseModel] | None = hints.get("body")

    @wraps(view)
    def wrapper(**values: Any) -> Response:
        arguments: dict[str, Any] = {}
        if path is not None:
            # The router has converted these already.
            arguments["path"] = path.model_construct(**values)
        if query is not None:
            arguments["query"] = _query(query, wrapper)
        if header is not None:
            arguments["header"] = read_headers(header)
        if body is not None:
            arguments["body"] = read_body(body)
        return view(**arguments)

    # The documenting library then leaves validation to the wrapper.
    wrapper.__delay_validate_request__ = True  # type: ignore[attr-defined]
    return cast("View", wrapper)


def _query(model: type[BaseModel], view: Callable[..., Response]) -> BaseModel:
    try:
        return read_query(model)
    except Invalid:
        # Who is not signed in learns that first, also where the view itself would have said so.
        if access_of(view).identifies_itself and identify() is None:
            raise not_signed_in() from None
        raise


def read_body(model: type[BaseModel]) -> BaseModel:
    """The JSON body. Raises 415 for another content type, ``Invalid`` (``input_invalid``)."""
    if request.mimetype != "application/json" and not request.mimetype.endswith("+json"):
        raise UnsupportedMediaType
    content = request.get_data(cache=False)
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise invalid("body", error) from None


def read_query(model: type[BaseModel]) -> BaseModel:
    """The query. A value given twice, where one is meant, is refused. Raises ``Invalid``."""
    values: dict[str, Any] = {}
    lists = _list_names(model)
    for name, given in request.args.lists():
        values[name] = given if name in lists or len(given) > 1 else given[0]
    try:
        return model.model_validate_strings(values, strict=False)
    except ValidationError as error:
        raise invalid("query", error) from None


def read_headers(model: type[BaseModel]) -> BaseModel:
    """The headers that the model names; all others are somebody else's. Raises ``Invalid``."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    values = {name: value for name in names if (value := request.headers.get(name)) is not None}
    try:
        return model.model_validate_strings(values)
    except ValidationError as error:
        raise invalid("header", error) from None


def invalid(place: str, error: ValidationError) -> Invalid:
    """Say which fields are wrong and why, and nothing of what was sent."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return Invalid(
        "input_invalid",
        "The request cannot be understood. Nothing was changed.",
        "See “errors” for the fields that are wrong.",
        errors=[
            {
                "field": ".".join([place, *(_known(part) for part in each["loc"])]),
                "kind": each["type"],
                "message": each["msg"],
            }
            for each in found[:_MOST_ERRORS]
        ],
    )


def _known(part: int | str) -> str:
    """A field's name; what does not look like one may be content and is not repeated."""
    text = str(part)
    return text if isinstance(part, int) or _NAME.fullmatch(text) else "?"


def _list_names(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(
        field.alias or name
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) in (list, tuple)
    )
