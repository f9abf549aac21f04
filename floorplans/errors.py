"""Every way a use case can say no, in one closed tree.

``code`` is stable and lower case; ``message`` says what happened and what was kept, ``advice`` what
to do next, both in the user's words. ``app.errors`` maps each class to one HTTP status.
"""

from __future__ import annotations

from typing import Any


class DomainError(Exception):
    """Base of the tree; never raised itself."""

    def __init__(self, code: str, message: str, advice: str, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.advice = advice
        self.fields = fields


class Unauthenticated(DomainError):
    """Nobody is signed in, or the proof is wrong or too old."""


class Forbidden(DomainError):
    """The person is known, the thing is theirs to see, and this act is not allowed to them."""


class NotFound(DomainError):
    """There is no such thing in the organisation; another organisation's looks the same."""


class Invalid(DomainError):
    """The request makes no sense as it stands; nothing was changed."""


class Refused(DomainError):
    """A rule says no; nothing was changed. ``fields`` holds what the rule compared."""


class Conflict(DomainError):
    """Somebody else was first, or the state has moved on; ``fields`` may offer alternatives."""


class TooMany(DomainError):
    """Asked too often; ``fields['retry_after_s']`` says when to come back."""


class Busy(DomainError):
    """The database is overloaded or away; trying again later may work."""
