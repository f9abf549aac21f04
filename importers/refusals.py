"""Refusals that come from the limits of reading, and how a refusal is written as JSON."""

from __future__ import annotations

from importers.issues import ImportRefused


def refusal_to_plain(refused: ImportRefused) -> dict[str, dict[str, str]]:
    """The answer for a file that gave no draft."""
    return {
        "refused": {
            "code": refused.code,
            "message": refused.message,
            "advice": refused.advice,
        }
    }


def not_readable() -> ImportRefused:
    """There is no such file, or it is a folder, a device, or somebody else's."""
    return ImportRefused(
        "FILE_NOT_READABLE",
        "The file cannot be opened.",
        "Check its name and its permissions.",
    )


def disk_full() -> ImportRefused:
    """The drawing could not be laid out for its reader."""
    return ImportRefused(
        "DISK_FULL",
        "The disk for temporary files is full, so the drawing was not read.",
        "Free some space there, or name another folder in TMPDIR, and try again.",
    )


def out_of_time() -> ImportRefused:
    """The limit of time was reached."""
    return ImportRefused(
        "TIME_LIMIT",
        "Reading the drawing takes longer than is allowed.",
        "Purge unused blocks, delete what does not belong to the floor, and send it again.",
    )


def too_large() -> ImportRefused:
    """What was understood is more than the service takes."""
    return ImportRefused(
        "RESULT_TOO_LARGE",
        "The drawing holds more rooms and furniture than one floor can.",
        "Send one floor at a time, and delete what does not belong to it.",
    )


def out_of_memory() -> ImportRefused:
    """The limit of memory was reached."""
    return ImportRefused(
        "MEMORY_LIMIT",
        "Reading the drawing needs more memory than is allowed.",
        "Purge unused blocks, delete what does not belong to the floor, and send it again.",
    )


def crashed() -> ImportRefused:
    """The reader failed in a way that nobody has thought of."""
    return ImportRefused(
        "READER_CRASHED",
        "The reader failed on this drawing.",
        "Save it as DXF R2013 and send it again; if that fails too, report the drawing to us.",
    )
