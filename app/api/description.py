"""The description of the API itself."""

from __future__ import annotations

from typing import cast

from flask import Response, current_app
from flask_openapi3.openapi import OpenAPI

from app.api.answers import as_json, compressed
from app.api.blueprint import api
from app.security.access import public


@api.get("/openapi.json", doc_ui=False)
@public
def description() -> Response:
    """This API as OpenAPI 3.1, made from the code that answers."""
    response = compressed(as_json(cast("OpenAPI", current_app).api_doc))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
