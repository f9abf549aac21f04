"""Pages. Every module here that has a ``blueprint`` is served."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Blueprint, Flask

from app.context import actor_or_none, sends_mail
from app.security.headers import csp_nonce
from app.web.static import asset_url, part_urls
from floorplans.wording import place_title


def install(app: Flask) -> None:
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        blueprint = getattr(import_module(f"{__name__}.{found.name}"), "blueprint", None)
        if isinstance(blueprint, Blueprint):
            app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        asset=asset_url,
        asset_parts=part_urls,
        csp_nonce=csp_nonce,
        place_title=place_title,
        signed_in=actor_or_none,
        sends_mail=sends_mail,
    )
