"""Signatures of the Standard Webhooks specification (v1: HMAC-SHA256) and their secrets."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
#: Between the 24 and 64 that the specification asks for.
_SECRET_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers(message_id: str, body: bytes, own: Iterable[str], now: datetime) -> dict[str, str]:
    """The three headers of one attempt: the same id each time, the instant of sending, and one
    signature for each secret, the newest first."""
    at = str(int(now.timestamp()))
    signed = b".".join([message_id.encode(), at.encode(), body])
    return {
        "webhook-id": message_id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{_signature(each, signed)}" for each in own),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
