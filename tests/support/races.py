"""Many acts at one moment, for tests of races."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from floorplans.errors import DomainError


def together(acts: Sequence[Callable[[], object]]) -> Counter[str]:
    """Do all at the same moment; count what came of it, ``ok`` or the code of the refusal."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        barrier.wait(timeout=30)
        try:
            act()
        except DomainError as error:
            return error.code
        return "ok"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(one, acts))
