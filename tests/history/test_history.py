"""Processes that book at once and are killed: all of it can be explained, and faults are found.

`script/bench proof` does it with eight processes and 40,000 calls, ten times.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.cluster import Connections
from bench.proof.checking import flaws
from bench.proof.doing import DOINGS
from bench.proof.judging import JUDGES
from bench.proof.records import Evidence
from tests.concurrency.bookings.test_races import (
    _NO_LAST_WORD,
    _NO_LOCK,
    _SLOW_WRITE,
    change_schema,
)
from tests.history.faults import FAULTS
from tests.history.playing import CALLS, PROCESSES, SEED, play
from tests.support.databases import Clone, clone_of

#: Longer than for threads: processes have more to do between two bookings.
_SLOWER_WRITE = _SLOW_WRITE.replace("pg_sleep(0.05)", "pg_sleep(0.3)")
#: How often a run whose faults hang on chance is played at most.
RUNS = 4


def test_everything_that_was_called_and_written_can_be_explained(evidence: Evidence) -> None:
    assert list(flaws(evidence)) == []
    outcomes = Counter(act.outcome for act in evidence.acts)
    assert sum(outcomes.values()) >= PROCESSES * CALLS
    assert outcomes["ok"] > outcomes["refused"] / 4 > 0
    assert outcomes["crash"] == 0


def test_whatever_is_done_is_judged() -> None:
    assert set(JUDGES) == set(DOINGS)


def test_without_lock_and_constraint_places_are_found_to_be_taken_twice(
    cluster: Connections, tmp_path: Path
) -> None:
    """The control: if nothing is found here, the first test proves nothing."""

    def plant(scratch: Clone) -> None:
        change_schema(scratch, _NO_LAST_WORD, _NO_LOCK, _SLOWER_WRITE)

    def found(seed: int) -> set[str]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        with clone_of(cluster) as scratch:
            played = play(scratch, folder, plant, processes=6, calls=50, seed=seed)
            return {flaw.what for flaw in flaws(played)}

    # Who meets whom is chance: one run in a thousand has nobody at one place in one moment.
    assert any(found(SEED + n) & {"double", "containment", "capacity"} for n in range(RUNS))


@pytest.mark.parametrize(("fault", "what"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_database_is_found(
    clone: Clone, tmp_path: Path, fault: str, what: str
) -> None:
    played = play(clone, tmp_path, lambda s: change_schema(s, fault), processes=1, calls=20)
    assert what in {flaw.what for flaw in flaws(played)}
