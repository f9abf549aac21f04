"""The files of a ZIP archive of drawings; nothing is ever unpacked to a disk.

What an archive says of itself is not believed: sizes are held while reading.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import partial
from pathlib import PurePosixPath

from floorplans.errors import Invalid
from floorplans.plans.batches.values import BatchFile
from importers.base import Limits

MOST_FILES = 500
#: Unpacked, all together; drawings pack to a tenth, and what packs to a hundredth is none.
UNPACKED_BYTES = 1024 * 1024 * 1024
UNPACKED_TIMES = 100
SMALL_BYTES = 10 * 1024 * 1024  # unpacked; so little harms nobody
#: With each entry of its directory an archive takes half a kilobyte of memory just to be looked at.
MOST_ENTRIES = 20_000
ZIP_MAGIC = b"PK\x03\x04"
_ENTRY_MAGIC = b"PK\x01\x02"
_HEAD_BYTES = 4096
_NESTED_BYTES = 50 * 1024 * 1024
_ENCRYPTED = 0x1
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
#: What systems and people put beside drawings.
_BESIDE = re.compile(
    r"^__MACOSX/|(?:^|/)(?:\.[^/]|Thumbs\.db$|desktop\.ini$|readme|licen[cs]e)", re.IGNORECASE
)
_UNCHANGED = "Nothing was stored."


def files_in(content: bytes, limits: Limits) -> list[BatchFile]:
    """The files of the archive but for what is no drawing by its name, sorted by path.

    Raises ``Invalid``: ``batch_archive_damaged``, ``_unsafe``, ``_too_large``, ``_locked``,
    ``_nested``, ``_empty``.
    """
    if has_too_many_entries(content):
        raise _too_large(f"more than {MOST_ENTRIES:,} files")
    try:
        # Closed by nobody: it lies in memory, and goes with the last of its files.
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = [info for info in archive.infolist() if not info.is_dir()]
        _check(infos, len(content))
        wanted = [info for info in infos if not _BESIDE.search(info.filename)]
        for info in wanted:
            _check_not_nested(archive, info)
    except _ERRORS:
        raise damaged() from None
    if not wanted:
        raise Invalid(
            "batch_archive_empty",
            f"The archive holds no file. {_UNCHANGED}",
            "Pack the drawings into it and send it again.",
        )
    read = partial(_read, archive, limits)
    return sorted(
        (BatchFile(_path(info), info.file_size, partial(read, info)) for info in wanted),
        key=lambda file: file.path,
    )


def is_batch(content: bytes) -> bool:
    """Whether a file is an archive of files, and not one venue that is packed so (IMDF)."""
    return content.startswith(ZIP_MAGIC) and not _is_venue(content)


def has_too_many_entries(content: bytes) -> bool:
    """Whether an archive lists more than anybody brings in; told before its list is read.

    Counted are the marks that entries begin with, which other bytes hardly ever look like.
    """
    return content.count(_ENTRY_MAGIC) > MOST_ENTRIES


def _is_venue(content: bytes) -> bool:
    if has_too_many_entries(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {PurePosixPath(name).stem for name in archive.namelist()}
    except _ERRORS:
        return False
    # What every venue has; a manifest alone may be anybody's.
    return {"level", "unit"} <= names


def damaged() -> Invalid:
    return Invalid(
        "batch_archive_damaged",
        f"The archive is damaged, cut off, or packed in a way that is not read. {_UNCHANGED}",
        "Pack it anew as an ordinary ZIP and send it again.",
    )


def _path(info: zipfile.ZipInfo) -> str:
    """Where a file lies in the archive; "./a.dxf" and "a.dxf" are one place."""
    return str(PurePosixPath(info.filename))


def _check(infos: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    is_unsafe = any(_UNSAFE.search(info.filename) or _path(info) == "." for info in infos)
    if is_unsafe or len(set(map(_path, infos))) < len(infos):
        raise Invalid(
            "batch_archive_unsafe",
            f"The archive holds a name that leads out of it, or one name twice. {_UNCHANGED}",
            "Pack the drawings anew.",
        )
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Invalid(
            "batch_archive_locked",
            f"The archive is locked with a password. {_UNCHANGED}",
            "Pack it without a password and send it again.",
        )
    if len(infos) > MOST_FILES:
        raise _too_large(f"{len(infos):,} files")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > min(UNPACKED_BYTES, max(SMALL_BYTES, UNPACKED_TIMES * packed_bytes)):
        raise _too_large(f"{unpacked / 1e6:,.0f} MB of files, far more than drawings pack to")
    if any(info.compress_type not in _KINDS for info in infos):
        raise damaged()


def _too_large(what: str) -> Invalid:
    return Invalid(
        "batch_archive_too_large",
        f"The archive holds {what}. {_UNCHANGED}",
        f"Send up to {MOST_FILES} drawings and {UNPACKED_BYTES // 1024**3} GB at a time.",
    )


def _check_not_nested(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    with archive.open(info) as member:
        # One that is so large is told when it is read.
        content = member.read(_HEAD_BYTES)
        if content.startswith(ZIP_MAGIC) and info.file_size <= _NESTED_BYTES:
            content += member.read(_NESTED_BYTES)
    # A venue in IMDF is an archive as well, and read as one file.
    if is_batch(content):
        raise Invalid(
            "batch_archive_nested",
            f"The archive holds another archive, “{PurePosixPath(info.filename).name[:60]}”. "
            f"{_UNCHANGED}",
            "Unpack the inner one, and pack all drawings into one archive.",
        )


def _read(archive: zipfile.ZipFile, limits: Limits, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as member:
            # One byte more tells whoever checks the size that it is too large.
            return member.read(limits.file_bytes + 1)
    except _ERRORS:
        raise damaged() from None
