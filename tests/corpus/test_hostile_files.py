"""Every hostile file ends in a draft with findings or a coded refusal; none crashes the reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from importers.child import Outcome, read_many
from tests.corpus.hostile import FILES

REFUSED = {
    "empty.dxf": "FILE_EMPTY",
    "white_space.dxf": "FILE_EMPTY",
    "zeros.dxf": "FILE_EMPTY",
    "dwg_renamed.dxf": "DWG_NOT_READ",
    "zip_renamed.dxf": "FORMAT_UNKNOWN",
    "pdf_renamed.dxf": "PDF_DAMAGED",
    "picture_renamed.dxf": "PICTURE_DAMAGED",
    "ifc_renamed.dxf": "IFC_DAMAGED",
    "prose.dxf": "FORMAT_UNKNOWN",
    "random_bytes.dxf": "FORMAT_UNKNOWN",
    "random_after_sentinel.dxf": "DRAWING_DAMAGED",
    "letters_for_numbers.dxf": "DRAWING_DAMAGED",
    "no_entities.dxf": "DRAWING_EMPTY",
    "section_only.dxf": "TRUNCATED",
    "binary_cut_in_half.dxf": "DRAWING_DAMAGED",
    "cut_at_5_percent.dxf": "TRUNCATED",
    "cut_at_20_percent.dxf": "TRUNCATED",
    "cut_at_40_percent.dxf": "TRUNCATED",
    "paper_space_only.dxf": "NO_MODELSPACE",
    "bomb_of_blocks.dxf": "TOO_MANY_ENTITIES",
    "bomb_of_cells.dxf": "TOO_MANY_ENTITIES",
    "all_layers_frozen.dxf": "NOTHING_VISIBLE",
    "points_only.dxf": "NOTHING_VISIBLE",
    "meshes_only.dxf": "NOTHING_VISIBLE",
}
FOUND = {
    "no_end_of_file.dxf": "TRUNCATED",
    "decimal_comma.dxf": "DECIMAL_COMMA",
    "letters_after_numbers.dxf": "COORDINATE_UNREADABLE",
    "not_a_number.dxf": "COORDINATE_INVALID",
    "huge_radius.dxf": "COORDINATE_INVALID",
    "stray_point.dxf": "STRAY_CONTENT",
    "blocks_in_a_loop.dxf": "BLOCK_CYCLE",
    "blocks_nested_deep.dxf": "BLOCK_TOO_DEEP",
    "missing_block.dxf": "BLOCK_MISSING",
    "missing_reference.dxf": "XREF_NOT_BOUND",
    "all_layers_off.dxf": "LAYERS_ALL_OFF",
    "header_lies_about_the_unit.dxf": "UNITS_DIFFER_FROM_HEADER",
}
OFFICES = sorted(name for name in FILES if name.startswith("office_"))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, Outcome]:
    """All files read by one child, as a person would drop a folder of them."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for name, make in FILES.items():
        paths.append(folder / name)
        paths[-1].write_bytes(make())
    return {outcome.path.name: outcome for outcome in read_many(paths)}


@pytest.mark.parametrize("name", sorted(FILES))
def test_it_ends_in_a_draft_or_a_refusal(name, outcomes):
    outcome = outcomes[name]
    assert (outcome.json is None) != (outcome.refused is None)
    if outcome.refused is not None:
        assert outcome.refused.code not in ("READER_CRASHED", "TIME_LIMIT", "MEMORY_LIMIT")
        assert outcome.refused.message
        assert outcome.refused.advice


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_draft_holds_something_or_says_what_is_missing(name, outcomes):
    outcome = outcomes[name]
    if outcome.json is not None:
        draft = json.loads(outcome.json, parse_constant=pytest.fail)
        assert draft["rooms"] or draft["issues"]


@pytest.mark.parametrize(("name", "code"), sorted(REFUSED.items()))
def test_it_is_refused_for_the_right_reason(name, code, outcomes):
    refused = outcomes[name].refused
    assert refused is not None
    assert refused.code == code


@pytest.mark.parametrize(("name", "code"), sorted(FOUND.items()))
def test_it_is_read_and_the_defect_is_found(name, code, outcomes):
    written = outcomes[name].json
    assert written is not None
    assert code in {issue["code"] for issue in json.loads(written)["issues"]}


@pytest.mark.parametrize("name", OFFICES)
def test_every_release_of_the_format_gives_the_same_floor(name, outcomes):
    written = outcomes[name].json
    assert written is not None
    draft = json.loads(written)
    assert [(room["number"], room["area_m2"]) for room in draft["rooms"]] == [
        ("101", 24.0),
        ("102", 24.0),
    ]
    assert len(draft["desks"]) == 4
    assert len(draft["doors"]) == 2


def test_a_decimal_comma_does_not_move_a_wall(outcomes):
    written = outcomes["decimal_comma.dxf"].json
    assert written is not None
    assert json.loads(written)["extent_m"] == [0.0, 0.0, 5.75, 4.25]


def test_a_stray_point_does_not_widen_the_floor(outcomes):
    written = outcomes["stray_point.dxf"].json
    assert written is not None
    assert json.loads(written)["extent_m"] == [0.0, 0.0, 5.0, 4.0]


def test_a_script_in_a_name_stays_a_text(outcomes):
    written = outcomes["script_in_a_name.dxf"].json
    assert written is not None
    assert json.loads(written)["rooms"]


def test_the_path_of_a_reference_is_told_to_nobody(outcomes):
    written = outcomes["missing_reference.dxf"].json
    assert written is not None
    assert b"passwd" not in written


def test_the_layout_of_a_paper_space_drawing_is_named(outcomes):
    refused = outcomes["paper_space_only.dxf"].refused
    assert refused is not None
    assert "Layout1" in refused.message


def test_no_refusal_tells_where_the_file_lay(outcomes):
    for outcome in outcomes.values():
        if outcome.refused is not None:
            folder = str(Path(outcome.path).parent)
            assert folder not in outcome.refused.message + outcome.refused.advice
