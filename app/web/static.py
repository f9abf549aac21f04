"""Our own scripts, styles and pictures; what the browser build made is cached for ever."""

from __future__ import annotations

import gzip
import logging
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, current_app, send_from_directory, url_for
from werkzeug.security import safe_join

from app import paths
from app.api.answers import accepts
from app.assets import Assets, AssetsMissingError
from app.security.access import public

_ASSETS = "floorplans_assets"
_log = logging.getLogger("floorplans.app")

YEAR_S = 365 * 24 * 3600
HOUR_S = 3600
_TEXT = frozenset({".js", ".css", ".svg", ".json", ".map", ".webmanifest"})
#: What the build tells of itself.
_UNHASHED = ("manifest.json", "before.json", "parts.json")
#: A file shorter than this travels in one packet anyway.
WORTH_COMPRESSING_BYTES = 1400
_BEST = 9

blueprint = Blueprint("static_files", __name__)


@blueprint.get("/static/<path:name>", endpoint="file")
@public
def static_file(name: str) -> Response:
    """One file below the static folder; names in ``dist`` hold a hash of their content."""
    if name == "src" or name.startswith("src/"):
        abort(404)
    is_hashed = name.startswith("dist/") and not name.endswith(_UNHASHED)
    response = send_from_directory(
        paths.static(), name, max_age=YEAR_S if is_hashed else HOUR_S, conditional=True
    )
    response.cache_control.public = True
    if is_hashed:
        response.cache_control.immutable = True
    _compress(response, name)
    return response


def asset_url(name: str) -> str:
    """The address of what the browser build made of, say, ``floor.js``.

    Without the build the page still works, unstyled; the log says what to run.
    """
    return url_for("static_files.file", name=built(name) or f"dist/{name}")


def built(name: str) -> str | None:
    """What the build made of ``name``, below the static folder; None where it made nothing."""
    known = _known()
    if name not in known.files:
        known = current_app.extensions[_ASSETS] = _load()
    return known.path(name) if name in known.files else None


def part_urls(*names: str) -> list[str]:
    """The addresses of the parts that scripts such as ``floor.js`` are loaded with, each once."""
    known = _known().parts
    parts = dict.fromkeys(part for name in names for part in known.get(name, ()))
    return [asset_url(part) for part in parts]


def _known() -> Assets:
    known = cast("Assets | None", current_app.extensions.get(_ASSETS))
    if known is None or not known.is_current():
        known = current_app.extensions[_ASSETS] = _load()
    return known


def _load() -> Assets:
    try:
        return Assets.load()
    except AssetsMissingError as error:
        _log.warning("%s", error)
        return Assets({})


def _compress(response: Response, name: str) -> None:
    if Path(name).suffix not in _TEXT:
        return
    response.vary.add("Accept-Encoding")
    if response.status_code != 200:
        return
    found = safe_join(str(paths.static()), name)
    if found is None:
        return
    coding = _coding(found)
    if coding is None:
        return
    body = _compressed(found, Path(found).stat().st_mtime_ns, coding)
    if body is not None:
        response.direct_passthrough = False
        opened = response.response
        response.set_data(body)
        # The file is answered from memory; leaving it open would keep its handle.
        getattr(opened, "close", lambda: None)()
        response.content_encoding = coding
        if response.get_etag()[0]:
            response.set_etag(f"{response.get_etag()[0]}-{coding}")


def _coding(file: str) -> str | None:
    """The best that the client takes and there is: browsers take Brotli over HTTPS only."""
    if accepts("br") and Path(f"{file}.br").is_file():
        return "br"
    return "gzip" if accepts("gzip") else None


@lru_cache(maxsize=256)
def _compressed(file: str, _changed_at_ns: int, coding: str) -> bytes | None:
    if coding == "br":
        # Made by the build.
        return Path(f"{file}.br").read_bytes()
    content = Path(file).read_bytes()
    if len(content) < WORTH_COMPRESSING_BYTES:
        return None
    return gzip.compress(content, _BEST, mtime=0)
