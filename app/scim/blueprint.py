"""Where everything of SCIM is hung up."""

from __future__ import annotations

from flask import Blueprint

PREFIX = "/scim/v2"

scim = Blueprint("scim", __name__, url_prefix=PREFIX)
