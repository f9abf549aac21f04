"""Twenty thousand damaged drawings: each is read or refused with a code, at little cost.

A fault is repeated by the command that the failure prints. Many more: ``script/bench mutants``.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from bench.mutants.crew import Result, run_mutants
from bench.mutants.mutate import mutant
from bench.mutants.sources import sources
from importers.child import read_many

MUTANTS = 20_000
IN_THE_REAL_CHILD = 300
#: Another start gives other mutants; this one is moved when the ways to damage a file change.
SEED = 1
#: The small ones among the real drawings; the others say as much and take longer.
REAL = (
    "whole-Minimal_DXF_AC1006", "whole-it-ASCII_R12", "whole-it-Leica_Disto_S910",
    "whole-it-R12_with_trash_beyond_EOF", "whole-it-bin_dxf_r12", "whole-it-cc_dxflib",
    "whole-it-empty_handles", "piece-caret_encoding-0.3", "piece-it-mtext_columns_R2018-0.3",
    "piece-it-no_layouts-0.3", "piece-it-small_r13-0.3", "piece-it-recover02-0.3",
    "piece-houses_of_parliament_georeferenced-0.3", "piece-text_negative_extrusion-0.3",
    "piece-uncommon-0.3", "piece-wrld-office-0.3", "piece-wrld-office-0.8",
    "piece-contoso2-ground-0.3", "piece-contoso2-ground-0.8", "piece-pavilion-sheet-0.3",
    "piece-pavilion-0.3", "piece-hackerspace-0.8", "piece-classroom-104-0.3",
    "piece-health-school-1-0.3", "piece-studio-floor-0.3", "piece-two-rooms-0.3",
    "piece-villa-on-slope-0.3", "piece-learning-center-0.3", "piece-it-custom_blocks-0.3",
)  # fmt: skip
LIMIT_CODES = {"READER_CRASHED", "TIME_LIMIT", "MEMORY_LIMIT"}


def at_hand() -> list[str]:
    """Our own drawings, and the real ones of ``REAL`` that are there."""
    return [name for name in sources() if name in REAL or name.startswith(("drawn-", "zoo-"))]


def planted(fault: str, count: int = 1) -> Result:
    return run_mutants(["zoo-R12"], count, importer=f"tests.corpus.planted:{fault}")


@pytest.mark.parametrize(
    ("reader", "fault"),
    [
        ("Crash", "raised LookupError"),
        ("SuddenEnd", "ended with status -11"),
        ("Hog", "memory"),
        ("EmptySuccess", "an empty success"),
        ("CrossingRoom", "a shape among rooms is not valid"),
        ("NotANumber", "draft: ValueError"),
        ("HalfALetter", "draft: UnicodeEncodeError"),
        ("WordlessRefusal", "refused without a word"),
    ],
)
def test_a_planted_fault_is_found(reader, fault):
    (found,) = planted(reader).faults
    assert found["fault"] == fault


def test_a_reader_that_hangs_is_found_and_stopped():
    (found,) = planted("Hang").faults
    assert found["fault"] == "over 10 s"


def test_a_fault_that_ends_the_process_does_not_hide_the_mutants_after_it():
    assert len(planted("SuddenEnd", 5).faults) == 5


def test_nothing_is_found_where_nothing_is_wrong():
    result = planted("Sound", 5)
    assert result.outcomes == {"READ": 5}
    assert result.faults == []


def test_a_source_and_a_seed_give_the_same_mutant_again():
    for name in ("zoo-R2018", "zoo-binary", "drawn-clean"):
        first, again = sources()[name](), sources()[name]()
        assert first == again
        assert [mutant(name, first, s) for s in range(20)] == [
            mutant(name, again, s) for s in range(20)
        ]


@pytest.mark.timeout(3_000)  # a few minutes alone, many beside other work
def test_twenty_thousand_mutants_are_read_or_refused_with_a_code():
    result = run_mutants(at_hand(), MUTANTS, SEED)
    assert result.mutants == MUTANTS
    assert not result.faults, f"{len(result.faults)} faults\n\n{result.told()}"
    # Damage that is hardly ever read past tests nothing behind the first look.
    assert result.outcomes["READ"] > MUTANTS / 3
    assert len(result.outcomes) > 5


def test_mutants_in_the_real_child_end_like_any_other_drawing(tmp_path):
    names = at_hand()
    made = {name: make() for name, make in sources().items() if name in names}
    paths = []
    for index in range(IN_THE_REAL_CHILD):
        name = names[index % len(names)]
        paths.append(tmp_path / f"{name}-{index}.dxf")
        paths[-1].write_bytes(mutant(name, made[name], index).raw)
    outcomes = list(read_many(paths))
    codes = Counter(o.refused.code if o.refused else "READ" for o in outcomes)
    assert not LIMIT_CODES & set(codes), [
        o.path.name for o in outcomes if o.refused and o.refused.code in LIMIT_CODES
    ]
    assert codes["READ"] > IN_THE_REAL_CHILD / 3
    for outcome in outcomes:
        if outcome.json is not None:
            json.loads(outcome.json, parse_constant=pytest.fail)
