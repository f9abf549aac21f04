"""The words that offices draw with: names of rooms, layers and blocks, from the tables beside."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

WORDS = Path(__file__).parent / "words"


class Speech(NamedTuple):
    """Room kinds, things that are drawn, and kinds of furniture with their names."""

    names: Mapping[str, str]
    layers: Mapping[str, str]
    blocks: Mapping[str, str]


def speech(rooms: str, layers: str, blocks: str) -> Speech:
    """One column of each table."""
    return Speech(_table("rooms")[rooms], _table("layers")[layers], _table("blocks")[blocks])


@cache
def _table(name: str) -> Mapping[str, Mapping[str, str]]:
    with (WORDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [column for column in rows[0] if column != "thing"]
    return {column: {row["thing"]: row[column] for row in rows} for column in columns}


ENGLISH = speech("english", "aia", "english")
GERMAN = speech("german", "german", "german")
FRENCH = speech("french", "french", "french")
DUTCH = speech("dutch", "dutch", "dutch")
SPANISH = speech("spanish", "spanish", "spanish")
USUAL = (ENGLISH, GERMAN, FRENCH, DUTCH)
#: Names of blocks that say nothing.
GIBBERISH = {kind: f"xx{number}" for number, kind in enumerate(ENGLISH.blocks, 1)}
