"""SCIM 2.0 (RFC 7643, RFC 7644) under /scim/v2: the organisation's directory keeps its people."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.scim.blueprint import scim

_VIEWS = ("about", "groups", "users")


def install(app: Flask) -> None:
    """Serve it. It stands beside the API: its documents are SCIM's own and no OpenAPI."""
    for name in _VIEWS:
        import_module(f"{__name__}.{name}")
    app.register_blueprint(scim)
