"""Documents that many people get alike, kept in memory and checked against the floor's version.

Everybody who holds nothing on a floor in a window sees the same availability. It is computed once
for each version of the floor; every request still asks the database who asks and which version the
floor has, so nothing old and nothing foreign is ever handed out.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

#: About 25 KB each; the windows that people look at on a day are far fewer.
MOST_DOCUMENTS = 400


@dataclass(frozen=True, slots=True)
class Place:
    """What a document is about; the organisation is part of it, as of every key."""

    organisation_id: UUID
    floor_id: UUID
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One version's document, compressed once."""

    version: int
    plain: bytes
    packed: bytes


class Shelf:
    """The latest document of each place; what was not asked for longest goes first."""

    def __init__(self, most: int = MOST_DOCUMENTS) -> None:
        self._most = most
        self._lock = Lock()
        self._documents: OrderedDict[Place, Document] = OrderedDict()

    def take(self, place: Place, version: int) -> Document | None:
        """The document of exactly this version, None when there is none."""
        with self._lock:
            found = self._documents.get(place)
            if found is None or found.version != version:
                return None
            self._documents.move_to_end(place)
            return found

    def put(self, place: Place, document: Document) -> None:
        with self._lock:
            self._documents[place] = document
            self._documents.move_to_end(place)
            if len(self._documents) > self._most:
                self._documents.popitem(last=False)
