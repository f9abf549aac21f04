"""The API under /api/v1: OpenAPI 3.1 made from this code, problem+json for every error."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from flask_openapi3.models.info import Info
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.openapi import OpenAPI

from app.api.blueprint import api

VERSION = "1.0.0"
INFO = Info(
    title="Floorplans",
    version=VERSION,
    description="Floors, what is free on them, bookings, the nearest free place, and plans.",
)
SECURITY_SCHEMES: dict[str, SecurityScheme | dict[str, Any]] = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "floorplans"},
}


def install(app: OpenAPI) -> None:
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        import_module(f"{__name__}.{found.name}")
    app.register_api(api)
