"""Answers of the API: JSON in as few steps as possible, compressed where that is safe.

Compressing an answer that mixes a secret with text of an attacker's choice gives the secret away
by its length (BREACH, CVE-2013-3587). So nothing is compressed by default: pages hold the CSRF
token and go out as they are. Only the documents sent through ``compressed`` are, and those hold no
token, password or session secret, and repeat nothing of the request but its window.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from flask import Response, request
from isal import igzip
from pydantic import BaseModel

JSON_TYPE = "application/json"
GEOJSON_TYPE = "application/geo+json"
#: A floor of 1,000 desks: 95 KB become 18.0 KB in 0.08 ms. zlib needs 0.7 ms (level 4) for the
#: same size; hardly less is possible, because what remains is the chance in the ids.
LEVEL = 1
_GZIP = 16 + zlib.MAX_WBITS
#: Shorter bodies gain less than the work costs.
WORTH_COMPRESSING_BYTES = 1000


def told(answer: BaseModel, status: int = 200) -> Response:
    return Response(answer.model_dump_json(by_alias=True), status, content_type=JSON_TYPE)


def as_json(value: Any, status: int = 200, *, content_type: str = JSON_TYPE) -> Response:
    body = json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status, content_type=content_type)


class _WithoutBody(Response):
    """Flask would call the body that is not there HTML."""

    default_mimetype = None


def nothing() -> Response:
    return _WithoutBody(status=204)


def unchanged() -> Response:
    """What the client has, with the ETag that it sent, is still so."""
    return _WithoutBody(status=304)


def compressed(response: Response) -> Response:
    """Compress a document without secrets when the client takes it so."""
    response.headers["Vary"] = "Accept-Encoding"
    body = response.get_data()
    if accepts_gzip() and len(body) >= WORTH_COMPRESSING_BYTES:
        response.set_data(pack(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


def packed(document: bytes, content_type: str = JSON_TYPE) -> Response:
    """A document that is stored as gzip: sent as it is, or unpacked for who cannot."""
    if accepts_gzip():
        response = Response(document, content_type=content_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(unpacked(document), content_type=content_type)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def pack(body: bytes) -> bytes:
    """The gzip form of a body, at the level above; the same bytes for the same body."""
    return bytes(igzip.compress(body, LEVEL, mtime=0))


def unpacked(document: bytes) -> bytes:
    return zlib.decompress(document, _GZIP)


def accepts_gzip() -> bool:
    return accepts("gzip")


def accepts(coding: str) -> bool:
    """Whether the client names this coding of content, and takes it."""
    header = request.headers.get("Accept-Encoding", "")
    return coding in header and request.accept_encodings[coding] > 0
