"""What a process remembers of spaces, so that booking one again is a single statement."""

from __future__ import annotations

from uuid import UUID

from floorplans.bookings.rules import SpaceFacts

#: About a kilobyte each.
MOST_KNOWN = 10_000


class KnownSpaces:
    """Spaces as the rules last allowed them to be booked: free, open, for nobody's earlier request.

    None of it has to be true any more. The database compares the digest with what is so, under
    its lock, and writes only if they are the same. Safe for threads: each step is one look at a
    dictionary.
    """

    def __init__(self, most: int = MOST_KNOWN) -> None:
        self._most = most
        self._spaces: dict[UUID, SpaceFacts] = {}

    def recall(self, space_id: UUID) -> SpaceFacts | None:
        return self._spaces.get(space_id)

    def keep(self, space: SpaceFacts) -> None:
        """Remember a space that may be booked; when there are too many, begin anew."""
        if len(self._spaces) >= self._most:
            self._spaces = {}
        self._spaces[space.id] = space
