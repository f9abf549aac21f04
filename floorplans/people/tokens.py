"""Secrets that prove who somebody is; the database holds only their digests."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from ipaddress import ip_address, ip_network

#: 256 bits, so that guessing is hopeless and one plain SHA-256 is enough to store it.
TOKEN_BYTES = 32
#: Lets people and scanners of leaked secrets recognise an API token at sight.
API_TOKEN_PREFIX = "fp_"  # noqa: S105 - a mark, not a secret
#: One household or phone holds a whole /64 of IPv6, so a single address means nothing there.
IPV6_NETWORK_BITS = 64


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_api_token() -> str:
    return API_TOKEN_PREFIX + new_token()


def digest(token: str) -> bytes:
    """The 32 bytes that are stored in place of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def keyed_digest(key: bytes, purpose: str, value: str) -> bytes:
    """32 bytes that mean nothing without the installation's key, and nothing to another purpose."""
    message = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key, message, sha256).digest()


def network_of(address: str) -> str:
    """An IPv4 address as it is, an IPv6 address by its /64; anything else unchanged."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ip_network((parsed, IPV6_NETWORK_BITS), strict=False))
