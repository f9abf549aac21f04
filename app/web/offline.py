"""What lets a browser do without a connection: the worker, its one page, and the app's manifest.

None of it knows who asks. The worker carries the names of all its files and the page itself, so
that what it keeps is of one deployment.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, render_template

from app import paths
from app.security.access import public
from app.security.headers import NO_SENSORS, TO_LOCATE, WORKER_POLICY, page_policy
from app.web.static import HOUR_S, asset_url, built

blueprint = Blueprint("offline", __name__)

WORKER = "sw.js"
#: What the page that needs no connection is made of.
FILES = ("app.css", "floor.css", "leaflet.css", "leaflet.js", "offline.js", "qr-codes.js")
VERSION_DIGITS = 16
#: As in tokens.css: ``--surface`` and ``--ground``.
THEME_COLOUR = "#ffffff"
GROUND_COLOUR = "#f3f5f8"
ICONS = (("icon", "any"), ("maskable", "maskable"))
ICON_SIZES_PX = (192, 512)
_SHORTCUTS = (("Near me", "/near"), ("Find a place", "/find"), ("My bookings", "/my/bookings"))


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """The service worker of this deployment; it differs when any of its files or its page does."""
    name = built(WORKER)
    if name is None:
        abort(404)
    page = render_template("offline.html")
    deployment = {
        "files": [asset_url(file) for file in FILES],
        "page": page,
        "policy": page_policy(),
        "sensors": {"none": NO_SENSORS, "near": TO_LOCATE},
    }
    script = _text(paths.static() / name)
    told = json.dumps(deployment, sort_keys=True)
    deployment["version"] = hashlib.sha256((told + script).encode()).hexdigest()[:VERSION_DIGITS]
    body = f"self.deployment = {json.dumps(deployment, sort_keys=True)};\n{script}"
    response = Response(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """How the installed app is called and looks (W3C Web Application Manifest)."""
    told = {
        "id": "/",
        "name": "Floorplans",
        "short_name": "Floorplans",
        "description": "See what is free on your floor, and take it.",
        "lang": "en",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME_COLOUR,
        "background_color": GROUND_COLOUR,
        "icons": [
            {
                "src": asset_url(f"{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, purpose in ICONS
            for size in ICON_SIZES_PX
        ],
        "shortcuts": [{"name": name, "url": url} for name, url in _SHORTCUTS],
    }
    response = Response(json.dumps(told), content_type="application/manifest+json")
    response.cache_control.public = True
    response.cache_control.max_age = HOUR_S
    return response


@lru_cache(maxsize=4)
def _text(file: Path) -> str:
    """A file of the build; its name changes with its content."""
    return file.read_text()
