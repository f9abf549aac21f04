"""What the request before has done, to be told once on the page that it leads to."""

from __future__ import annotations

from flask import get_flashed_messages


def what_was_done() -> str | None:
    """The sentence that was flashed; None where nothing was."""
    said = get_flashed_messages()
    return str(said[0]) if said else None


def what_was_done_where() -> tuple[str, str] | tuple[None, None]:
    """Where on the page something was done, and the sentence about it."""
    said = get_flashed_messages(with_categories=True)
    return (str(said[0][0]), str(said[0][1])) if said else (None, None)
