"""All hands by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bench.drawn.hands import HANDS, Hand
from bench.drawn.strangers import STRANGERS

FAMILIES: Mapping[str, Callable[[Random], Hand]] = {**HANDS, **STRANGERS}
