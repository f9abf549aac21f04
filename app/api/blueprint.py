"""The one blueprint of the API; every module of this package adds its operations to it."""

from __future__ import annotations

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from app.api.problems import ALWAYS_POSSIBLE

SECURITY: list[dict[str, list[Any]]] = [{"token": []}, {"session": []}]

api = APIBlueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    abp_security=SECURITY,
    abp_responses=ALWAYS_POSSIBLE,
)
