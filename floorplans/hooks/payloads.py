"""What is sent: the same bytes for the same event, however often.

Ids, hours, names of places, kinds and states; nothing of a person but, where a webhook was told to
carry it, the id. Whoever may know more asks the API for it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from floorplans.hooks.views import Happened

#: Facts that are instants.
_INSTANTS = frozenset({"from", "to", "reported_at", "mended_at"})


def body(event: Happened, *, tells_person: bool) -> bytes:
    """The document of an event as JSON; instants are ISO 8601 in UTC."""
    data = {**_told(event.facts), **event.place}
    if tells_person and event.person_id is not None:
        data["person_id"] = str(event.person_id)
    document = {
        "type": event.kind,
        "timestamp": instant(event.at),
        "sequence": event.sequence,
        "data": data,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: _value(key, value) for key, value in facts.items()}


def _value(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _told(value)
    if key in _INSTANTS and value is not None:
        return instant(datetime.fromisoformat(value))
    return value
