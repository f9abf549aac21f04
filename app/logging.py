"""The application's log: what failed and where, never with what values.

An exception's own text may repeat what a client sent, a position among it. So the log holds the
kinds of the exceptions and the lines of code, and leaves their texts out.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_HANDLER = "floorplans"
_DEEPEST_CHAIN = 5

ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class QuietFormatter(logging.Formatter):
    """Formats exceptions as kinds and code lines, without their texts."""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left its own wording of the exception on the record.
        theirs, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = theirs

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the library's name
        error = ei[1]
        parts: list[str] = []
        while error is not None and len(parts) < _DEEPEST_CHAIN:
            parts.append(_described(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "caused by\n".join(parts)


def configure() -> None:
    """Send the log to standard error once, whoever calls this how often."""
    root = logging.getLogger()
    if any(handler.name == _HANDLER for handler in root.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.name = _HANDLER
    handler.setFormatter(QuietFormatter(FORMAT))
    root.addHandler(handler)
    logging.getLogger("floorplans").setLevel(logging.INFO)


def _described(error: BaseException) -> str:
    kind = type(error)
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    frames = "".join(
        f'  File "{f.filename}", line {f.lineno}, in {f.name}\n'
        for f in traceback.extract_tb(error.__traceback__)
    )
    return (
        f"{kind.__module__}.{kind.__qualname__}" + (f" [{state}]" if state else "") + f"\n{frames}"
    )
