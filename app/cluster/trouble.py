"""From what PostgreSQL's programs say when they fail to one sentence for a person."""

from pathlib import Path

from app.cluster.errors import ClusterError
from app.cluster.layout import Layout

# How much of the end of a log file is looked at.
TAIL_BYTES = 4000

_KNOWN = (
    ("No space left on device", "DISK_FULL", "The disk is full; free some space and try again."),
    (
        "could not map anonymous shared memory",
        "MEMORY_FULL",
        "The machine has too little free memory for the database (about 400 MB).",
    ),
    (
        "pre-existing shared memory block",
        "CLUSTER_STILL_STOPPING",
        "Processes of a crashed server still hold the data; wait a moment and try again.",
    ),
    (
        "server did not start in time",
        "CLUSTER_RECOVERING",
        "The server is still repairing itself after a crash; wait a minute and try again.",
    ),
    (
        "could not create lock file",
        "SOCKET_FOLDER_UNUSABLE",
        "The folder for the server's socket cannot be written.",
    ),
)


def explain(code: str, output: str, layout: Layout, before: dict[Path, int]) -> ClusterError:
    """Return the error for a failed program, from its output and what the logs gained since."""
    seen = output + "\n" + "\n".join(_gained(layout, before))
    for words, known_code, sentence in _KNOWN:
        if words in seen:
            return ClusterError(known_code, f"{sentence} The data was kept. {_where(layout)}")
    cause = _last_cause(seen) or "PostgreSQL gave no reason"
    action = {
        "CLUSTER_NOT_MADE": "The database could not be made",
        "CLUSTER_NOT_STARTED": "The database server did not start",
        "CLUSTER_NOT_STOPPED": "The database server did not stop",
    }[code]
    return ClusterError(code, f"{action}: {cause}. The data was kept. {_where(layout)}")


def log_sizes(layout: Layout) -> dict[Path, int]:
    """Return how long each log file is now, so that old lines are not taken for today's cause."""
    return {file: file.stat().st_size for file in layout.log.glob("*.log")}


def _gained(layout: Layout, before: dict[Path, int]) -> list[str]:
    files = sorted(layout.log.glob("*.log"), key=lambda file: file.stat().st_mtime)
    news = [file.read_bytes()[before.get(file, 0) :] for file in files]
    return [text[-TAIL_BYTES:].decode(errors="replace") for text in news]


def _last_cause(text: str) -> str | None:
    marks = ("FATAL:", "PANIC:", "error:", "ERROR:")
    for line in reversed(text.splitlines()):
        for mark in marks:
            if mark in line:
                return line.split(mark, 1)[1].strip().rstrip(".")
    return None


def _where(layout: Layout) -> str:
    return f"The server's log is in {layout.log}."
