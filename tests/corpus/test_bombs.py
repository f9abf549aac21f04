"""Files made to be expensive: each kind ends in a draft or a code, and grows near linear."""

from __future__ import annotations

import gc
import json
import time
from pathlib import Path

import pytest

from bench.bombs import BOMBS
from importers.base import Limits
from importers.child import Outcome, read_many
from importers.dxf.importer import DxfImporter
from importers.issues import ImportRefused
from importers.profile import Profile

#: Of each kind so much that its reading takes part of a second.
SMALL = {
    "crossing_lines": 500,
    "short_walls": 150,
    "zigzags": 2_000,
    "spread_lines": 4_000,
    "vertices": 20_000,
    "bulges": 20_000,
    "spline_controls": 2_000,
    "spline_degree": 300,
    "spline_fit": 3_000,
    "nested_circles": 1_000,
    "shifted_rooms": 1_000,
    "room_grid": 900,
    "hatch_rings": 2_000,
    "hatch_crossing": 1_000,
    "hatch_scribble": 3_000,
    "many_hatches": 500,
    "doors": 400,
    "treads": 1_500,
    "chairs": 1_000,
    "heaped_desks": 800,
    "blocks_used": 1_000,
    "nested_blocks": 10,
    "layers": 1_000,
    "texts": 2_000,
    "attributes": 2_000,
    "mtext": 300,
}
REFUSED = {
    "bulges": "TOO_MANY_ENTITIES",
    "nested_blocks": "TOO_MANY_ENTITIES",
}
FOUND = {
    "crossing_lines": "PATTERN_LEFT_OUT",
    "nested_circles": "ROOMS_TOO_DENSE",
    "shifted_rooms": "ROOMS_TOO_DENSE",
    "hatch_crossing": "PATTERN_LEFT_OUT",
    "hatch_scribble": "PATTERN_LEFT_OUT",
}
#: The kinds whose work once grew with the square of their size.
STEEP = {
    "nested_circles": 800,
    "shifted_rooms": 800,
    "hatch_rings": 1_000,
    "hatch_scribble": 3_000,
    "spline_fit": 1_500,
    "vertices": 10_000,
    "heaped_desks": 800,
    "texts": 2_000,
}
TIMES, AT_MOST = 4, 9.0  # four times the size: 4 where work grows with it, 16 with its square
#: What takes less is over before it can be measured.
LEAST_S = 0.05


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, Outcome]:
    folder = tmp_path_factory.mktemp("bombs")
    paths = [_written(name, size, folder) for name, size in SMALL.items()]
    return {outcome.path.stem: outcome for outcome in read_many(paths)}


def test_each_kind_of_bomb_is_tried():
    assert set(SMALL) == set(BOMBS)


@pytest.mark.parametrize("name", sorted(SMALL))
def test_it_ends_in_a_draft_or_is_refused_before_a_limit_of_the_system(name, outcomes):
    outcome = outcomes[name]
    if outcome.refused is None:
        assert outcome.json is not None
        return
    assert outcome.refused.code not in ("READER_CRASHED", "TIME_LIMIT", "MEMORY_LIMIT")


@pytest.mark.parametrize(("name", "code"), sorted(REFUSED.items()))
def test_it_is_refused_by_a_count(name, code, outcomes):
    refused = outcomes[name].refused
    assert refused is not None
    assert refused.code == code


@pytest.mark.parametrize(("name", "code"), sorted(FOUND.items()))
def test_what_is_left_out_is_told(name, code, outcomes):
    written = outcomes[name].json
    assert written is not None
    assert code in {issue["code"] for issue in json.loads(written)["issues"]}


@pytest.mark.parametrize(("name", "size"), sorted(STEEP.items()))
def test_four_times_the_bomb_takes_no_square_of_the_time(name, size, tmp_path):
    small = _seconds(_written(name, size, tmp_path))
    large = _seconds(_written(name, TIMES * size, tmp_path))
    assert large <= AT_MOST * max(small, LEAST_S)


def _written(name: str, size: int, folder: Path) -> Path:
    path = folder / f"{name}.dxf"
    path.write_text(BOMBS[name].make(size), encoding="ascii")
    return path


def _seconds(path: Path) -> float:
    """Processor time of one reading, without what collecting garbage adds by chance."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    try:
        DxfImporter().read(path, Profile(), Limits(), lambda _stage, _share: None)
    except ImportRefused:
        # A refusal is an answer as well, and must come as soon.
        pass
    finally:
        gc.enable()
    return time.process_time() - began
