"""Secrets at rest: sealed under the key of the installation, so that a dump of its data holds none.

For secrets that the service itself must read again, to sign or to sign in elsewhere. What it only
recognises (passwords, tokens) is kept as a digest instead.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32


class SealBroken(Exception):
    """A secret was sealed under another key, for another purpose, or was changed since."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals and opens secrets of one purpose, such as ``"webhooks"``.

    ``key`` is the installation's own (``Settings.secret_key``) and never prints. What was sealed
    for one purpose cannot be opened for another (HKDF, RFC 5869; Fernet: AES-128-CBC with
    HMAC-SHA256). A new key ends all that was sealed.
    """

    key: bytes = field(repr=False)
    purpose: str

    def seal(self, secret: str) -> bytes:
        return self._box().encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        """The secret; raises ``SealBroken``."""
        try:
            return self._box().decrypt(sealed).decode()
        except InvalidToken:
            raise SealBroken(self.purpose) from None

    def _box(self) -> Fernet:
        info = f"floorplans sealing: {self.purpose}".encode()
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=info).derive(self.key)
        return Fernet(base64.urlsafe_b64encode(derived))
