"""What this service can of SCIM, and what it keeps: made from the models that read it."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Response
from scim2_models import Context, Resource

from app.errors import Problem
from app.scim import answers, errors, reading
from app.scim.blueprint import scim
from app.scim.models import GROUP, USER, Group, User
from app.security.access import by_directory
from floorplans.errors import NotFound

_DOCS = "https://datatracker.ietf.org/doc/html/rfc7644"
_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
_CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
_MODELS: dict[str, type[Resource[Any]]] = {USER: User, GROUP: Group}
_KINDS = {"User": USER, "Group": GROUP}


@scim.get("/ServiceProviderConfig")
@by_directory
def config() -> Response:
    no = {"supported": False}
    return answers.answer(
        {
            "schemas": [_CONFIG],
            "documentationUri": _DOCS,
            "patch": {"supported": True},
            "bulk": no | {"maxOperations": 0, "maxPayloadSize": 0},
            "filter": {"supported": True, "maxResults": reading.MOST_SHOWN},
            "changePassword": no,
            "sort": no,
            "etag": no,
            "authenticationSchemes": [
                {
                    "type": "oauthbearertoken",
                    "name": "The directory's token",
                    "description": "An administrator makes it on the page Directory.",
                    "primary": True,
                }
            ],
            "meta": _meta("ServiceProviderConfig", "ServiceProviderConfig"),
        }
    )


@scim.get("/ResourceTypes")
@by_directory
def resource_types() -> Response:
    return _all([_resource_type(kind) for kind in _KINDS])


@scim.get("/ResourceTypes/<kind>")
@by_directory
def resource_type(kind: str) -> Response:
    if kind not in _KINDS:
        raise _nothing()
    return answers.answer(_resource_type(kind))


@scim.get("/Schemas")
@by_directory
def schemas() -> Response:
    return _all([_schema(urn) for urn in _MODELS])


@scim.get("/Schemas/<urn>")
@by_directory
def schema(urn: str) -> Response:
    if urn not in _MODELS:
        raise _nothing()
    return answers.answer(_schema(urn))


@scim.post("/.search")
@by_directory
def search() -> Response:
    """Everything at once is not searched; the lists take filters."""
    return errors.answer(
        Problem(
            501,
            "scim_no_search",
            "People and groups cannot be searched at once here.",
            "Ask /Users or /Groups with a filter.",
        )
    )


def _resource_type(kind: str) -> dict[str, Any]:
    return {
        "schemas": [_TYPE],
        "id": kind,
        "name": kind,
        "description": (_MODELS[_KINDS[kind]].__doc__ or "").strip(),
        "endpoint": f"/{kind}s",
        "schema": _KINDS[kind],
        "meta": _meta("ResourceType", f"ResourceTypes/{kind}"),
    }


def _schema(urn: str) -> dict[str, Any]:
    return _described(urn) | {"meta": _meta("Schema", f"Schemas/{urn}")}


@cache
def _described(urn: str) -> dict[str, Any]:
    found = _MODELS[urn].to_schema()
    described: dict[str, Any] = found.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    return described


def _meta(kind: str, path: str) -> dict[str, str]:
    return {"resourceType": kind, "location": answers.address(path)}


def _all(documents: list[dict[str, Any]]) -> Response:
    return answers.listed(documents, len(documents), 0)


def _nothing() -> NotFound:
    return NotFound(
        "scim_not_described",
        "Nothing of this name is described here.",
        "See the list at /ResourceTypes or /Schemas.",
    )
