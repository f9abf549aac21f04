"""An atheris target: the reader under a fuzzer that looks at which lines a file reaches.

It needs the package atheris, which is no dependency of ours; see docs/fuzzing.md.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["importers", "geo"]):
    from bench.mutants import damage_parts, damage_tags
    from bench.mutants.judge import judge
    from bench.mutants.mutate import MAX_BYTES
    from bench.mutants.sources import sources
    from bench.mutants.tagged import is_binary, join, split
    from importers.base import Limits
    from importers.dxf.importer import DxfImporter

#: The fuzzer's own changes of bytes seldom leave a drawing; so many of the mutants are ours.
OUR_SHARE = 0.7
#: The reader wants a path; this one lies in memory.
_FILE = os.memfd_create("drawing")
_IMPORTER = DxfImporter()


class FaultFound(Exception):
    """What must not be; the fuzzer keeps the file that led to it."""


def one_input(data: bytes) -> None:
    """Read ``data`` as a drawing; raises ``FaultFound``."""
    with open(os.dup(_FILE), "wb") as file:
        file.seek(0)
        file.truncate()
        file.write(data)
    verdict = judge(_IMPORTER, Path(f"/proc/self/fd/{_FILE}"), Limits())
    if verdict.fault is not None:
        raise FaultFound(f"{verdict.fault}\n{verdict.detail}")


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """A change of tags or parts, as a drawing has them, or one of the fuzzer's own."""
    rng = Random(seed)
    if is_binary(data) or rng.random() > OUR_SHARE:
        return atheris.Mutate(data, max_size)
    tags = split(data)
    if not tags:
        return atheris.Mutate(data, max_size)
    rng.choice((*damage_tags.DAMAGES, *damage_parts.DAMAGES))(tags, rng)
    return join(tags)[:max_size]


def write_corpus(folder: Path) -> None:
    """The drawings to start from, where the folder is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        for name, make in sources().items():
            (folder / f"{name}.dxf").write_bytes(make())


def main(words: list[str]) -> None:
    places = [Path(word) for word in words[1:] if not word.startswith("-")]
    if places and not places[0].is_file():
        write_corpus(places[0])
    # What the fuzzer itself remembers of thousands of drawings counts to the whole, too.
    limits = ["-timeout=10", "-malloc_limit_mb=1024", "-rss_limit_mb=4096"]
    limits.append(f"-max_len={MAX_BYTES}")
    atheris.Setup([words[0], *limits, *words[1:]], one_input, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
