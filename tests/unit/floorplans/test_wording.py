"""Words that several sentences are made of."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta

import pytest

from app import paths
from floorplans.plans.categories import KINDS
from floorplans.wording import (
    KIND_WORDS,
    ago_text,
    listed,
    one_of,
    place_in_words,
    place_title,
)
from tests.support.phone import node

TITLES = [
    ("desk", "H2-098", "Desk H2-098"),
    ("desk", "2.041", "Desk 2.041"),
    ("desk", "Desk 2.003", "Desk 2.003"),
    ("room", "Helsinki", "Helsinki"),
    ("room", "1.30 Meeting Alster", "1.30 Meeting Alster"),
    ("room", "WC1", "Room WC1"),
    ("room", "Ål", "Room Ål"),
    ("room", "Øst", "Øst"),
    ("parking", "P-12", "Parking P-12"),
    ("locker", "locker 4", "locker 4"),
    ("desk", "", "Desk"),
]


@pytest.mark.parametrize(
    ("words", "told"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_lists_are_read_as_people_say_them(words: list[str], told: str) -> None:
    assert listed(words) == told


@pytest.mark.parametrize(("kind", "name", "told"), TITLES)
def test_a_place_is_called_by_what_it_is_unless_its_name_says_so(
    kind: str, name: str, told: str
) -> None:
    assert place_title(kind, name) == told


def test_within_a_sentence_what_it_is_begins_small() -> None:
    assert place_in_words("desk", "H2-098") == "desk H2-098"
    assert place_in_words("room", "Helsinki") == "Helsinki"


def test_a_floor_is_called_by_its_name_alone() -> None:
    assert place_title("floor", "2") == "2"


def test_the_map_calls_places_as_all_other_pages_do() -> None:
    words = paths.static() / "src" / "common" / "words.js"
    asked = [{"kind": kind, "name": name} for kind, name, _ in TITLES]
    script = (
        f"import {{ titleOf }} from {json.dumps(words.as_uri())};"
        f"console.log(JSON.stringify({json.dumps(asked)}.map(titleOf)));"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", script],
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert json.loads(done.stdout) == [told for _, _, told in TITLES]


def test_every_kind_of_space_has_its_words() -> None:
    assert sorted(KIND_WORDS) == sorted(KINDS)
    assert (one_of("parking"), one_of("area")) == ("a parking place", "an area")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (-5, "just now"),
        (0.9, "just now"),
        (59, "59 min ago"),
        (60, "1 h ago"),
        (24 * 60 - 1, "23 h ago"),
        (24 * 60, "yesterday"),
        (48 * 60, "2 days ago"),
    ],
)
def test_what_passed_is_told_in_the_largest_unit(minutes: float, told: str) -> None:
    assert ago_text(timedelta(minutes=minutes)) == told
