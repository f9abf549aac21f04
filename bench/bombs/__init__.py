"""Files that are made to be expensive: one generator for each kind, of any size."""

from __future__ import annotations

from bench.bombs.areas import AREAS
from bench.bombs.lines import LINES
from bench.bombs.things import THINGS
from bench.bombs.write import Bomb

BOMBS: dict[str, Bomb] = {bomb.name: bomb for bomb in (*LINES, *AREAS, *THINGS)}

__all__ = ["BOMBS", "Bomb"]
