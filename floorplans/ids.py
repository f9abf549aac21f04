"""New identifiers: UUID version 7 (RFC 9562), in the order of their making."""

from __future__ import annotations

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A fresh id. Ids made together share their first half, so lists of them compress well."""
    return UUID(int=uuid_utils.uuid7().int)
