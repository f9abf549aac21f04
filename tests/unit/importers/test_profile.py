"""Profiles: what a person may decide, and what is refused."""

from __future__ import annotations

import pytest

from importers.issues import ImportRefused
from importers.profile import PROFILE_RULES, Profile, load_profile, match_rule

VALUES = {
    "units": "mm",
    "layers": {"A-FURN-DESK": "desk", "INV-*": "ignore"},
    "blocks": {"grdfr": "desk"},
    "tolerances": {"door_gap_m": 1.2},
    "encoding": "cp1251",
}


def test_a_profile_survives_the_way_through_its_plain_form():
    assert Profile.from_mapping(VALUES).to_mapping() == VALUES


def test_an_empty_profile_decides_nothing():
    assert Profile.from_mapping({}).to_mapping() == {}


@pytest.mark.parametrize(
    "values",
    [
        {"unit": "mm"},
        {"units": "furlong"},
        {"units": 3},
        {"encoding": "martian"},
        {"encoding": 1251},
        {"layers": ["A"]},
        {"layers": {"A": "bench"}},
        {"layers": {"A": 1}},
        {"blocks": {"A": "wall"}},
        {"tolerances": {"door_gap_m": "wide"}},
        {"tolerances": {"door_gap_m": float("nan")}},
        {"tolerances": {"door_gap_m": -1}},
        {"tolerances": {"door_gap_m": True}},
    ],
)
def test_what_makes_no_sense_is_refused_with_advice(values):
    with pytest.raises(ImportRefused) as refused:
        Profile.from_mapping(values)
    assert refused.value.code == "PROFILE_INVALID"
    assert refused.value.advice


def test_a_fault_in_a_profile_file_names_its_line(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text('units = "mm"\n[layers\n')
    with pytest.raises(ImportRefused, match="line 2"):
        load_profile(path)


def test_a_profile_file_is_read(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text('units = "millimetres"\n[layers]\n"A-*" = "ROOM"\n')
    assert load_profile(path) == Profile(units="mm", layers={"A-*": "room"})


def test_more_rules_than_the_limit_are_refused():
    rules = {f"layer {i}": "ignore" for i in range(PROFILE_RULES)}
    assert len(Profile.from_mapping({"layers": rules}).layers) == PROFILE_RULES
    with pytest.raises(ImportRefused) as refused:
        Profile.from_mapping({"layers": {**rules, "one more": "ignore"}})
    assert refused.value.code == "PROFILE_INVALID"


def test_a_missing_profile_file_is_refused(tmp_path):
    with pytest.raises(ImportRefused):
        load_profile(tmp_path / "none.toml")


def test_names_match_without_case_and_the_closest_rule_wins():
    rules = {"A-*": "ignore", "A-FURN-*": "furniture", "a-furn-desk": "desk"}
    assert match_rule(rules, "A-FURN-DESK") == ("a-furn-desk", "desk")
    assert match_rule(rules, "a-furn-chair") == ("A-FURN-*", "furniture")
    assert match_rule(rules, "A-WALL") == ("A-*", "ignore")
    assert match_rule(rules, "B") is None


def test_brackets_and_question_marks_in_a_rule_are_ordinary_characters():
    assert match_rule({"wall [new]?": "wall"}, "Wall [new]?") is not None
    assert match_rule({"wall [new]*": "wall"}, "wall n") is None


def test_repairs_are_switched_off_by_name(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text("[repairs]\nclose_wall_gaps = false\ndrop_strays = true\n")
    profile = load_profile(path)
    assert profile.repairs_off == {"close_wall_gaps"}
    assert Profile.from_mapping(profile.to_mapping()) == profile
    assert profile.without_repairs(["drop_strays"]).repairs_off == {
        "close_wall_gaps",
        "drop_strays",
    }


@pytest.mark.parametrize(
    ("repairs", "said"), [({"tidy_up": False}, "tidy_up"), ({"drop_strays": 1}, "drop_strays")]
)
def test_an_unknown_or_half_switched_repair_is_refused_by_name(repairs, said):
    with pytest.raises(ImportRefused) as refused:
        Profile.from_mapping({"repairs": repairs})
    assert refused.value.code == "PROFILE_INVALID"
    assert said in refused.value.message


@pytest.mark.parametrize(("given", "kept"), [("1. OG", "1. OG"), (2, "2"), (" all ", "all")])
def test_a_view_is_chosen_by_name_or_number(given: object, kept: str):
    profile = Profile.from_mapping({"view": given})
    assert profile.view == kept
    assert Profile.from_mapping(profile.to_mapping()) == profile


@pytest.mark.parametrize("given", ["", "x" * 101, True, 1.5, ["EG"]])
def test_what_cannot_name_a_view_is_refused(given: object):
    with pytest.raises(ImportRefused) as refused:
        Profile.from_mapping({"view": given})
    assert refused.value.code == "PROFILE_INVALID"
