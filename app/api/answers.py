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
from pydantic import BaseModel

JSON_TYPE = "application/json"
GEOJSON_TYPE = "application/geo+json"
#: A floor of 1,000 desks: 95 KB become 18 KB at level 1 in 0.2 ms; 16 KB at level 4 take twice as
#: long, and hardly less is possible: what remains is the chance in the ids.
LEVEL = 1
_GZIP = 16 + zlib.MAX_WBITS
#: Shorter bodies gain less than the work costs.
WORTH_COMPRESSING_BYTES = 1000


def told(answer: BaseModel, status: int = 200) -> Response:
    return Response(answer.model_dump_json(by_alias=True), status, content_type=JSON_TYPE)


def as_json(value: Any, status: int = 200, *, content_type: str = JSON_TYPE) -> Response:
    body = json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status, content_type=content_type)


def nothing() -> Response:
    return Response(status=204)


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
    """The gzip form of a body, at the level above."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(body) + packer.flush()


def unpacked(document: bytes) -> bytes:
    return zlib.decompress(document, _GZIP)


def accepts_gzip() -> bool:
    header = request.headers.get("Accept-Encoding", "")
    return "gzip" in header and request.accept_encodings["gzip"] > 0
