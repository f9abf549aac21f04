"""All hands by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bench.drawn.hands import HANDS, Hand
from bench.drawn.programs import PROGRAMS
from bench.drawn.strangers import STRANGERS
from bench.drawn.trades import TRADES

#: The offices on which units and roles are tried when headers lie and names say nothing.
OFFICES: Mapping[str, Callable[[Random], Hand]] = {**HANDS, **STRANGERS}
FAMILIES: Mapping[str, Callable[[Random], Hand]] = {
    **OFFICES,
    **PROGRAMS,
    **TRADES,
}
