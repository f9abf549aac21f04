"""Writes redlines into drawings, in the same kind of child that reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from importers.base import Limits
from importers.child_process import ChildProcess
from importers.issues import ImportRefused
from importers.profile import Profile
from importers.redline import Redline, Redlined, to_plain, unpacked
from importers.registry import formats_of
from importers.workspace import Workspace

#: A drawing is read, written, and read again to see that nothing is lost.
TIMES_READING = 3


def redline(
    path: Path, asked: Redline, profile: Profile | None = None, limits: Limits | None = None
) -> Redlined:
    """The drawing at ``path`` as a DXF with redlines; its own file stays as it is.

    What is no DXF, or cannot be written again without a loss, gives the redlines alone.
    """
    if formats_of([path]) == ("dxf",):
        try:
            return _in_child(path, asked, profile or Profile(), limits or Limits())
        except (ImportRefused, ValueError):
            # It was read once; whatever is wrong with it now, the redlines can be told.
            pass
    # Only here does the calling process need the library.
    from importers.dxf.redline import alone  # noqa: PLC0415

    return alone(asked)


def _in_child(path: Path, asked: Redline, profile: Profile, limits: Limits) -> Redlined:
    with Workspace(limits) as workspace, ChildProcess(formats=("dxf",)) as child:
        copy = workspace.admit(path)
        share = limits.for_file(copy.stat().st_size)
        most = replace(share, cpu_s=TIMES_READING * share.cpu_s)
        child.redline(copy, profile.to_mapping(), most, to_plain(asked))
        while True:
            for reading in child.wait():
                if reading.refused is not None:
                    raise reading.refused
                if reading.result is not None:
                    return unpacked(reading.result)
