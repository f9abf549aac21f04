"""Redlines in a drawing: all that was there, marks in the right place, no fault."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from ezdxf import recover
from ezdxf.document import Drawing

from importers.base import Limits
from importers.codec import dumps
from importers.dxf.redline import alone, is_redline, layer_name, redlined
from importers.profile import Profile
from importers.redline import (
    Redline,
    Redlined,
    RedMark,
    from_plain,
    marks_of,
    packed,
    redline_of,
    to_plain,
    unpacked,
)
from importers.redlining import redline
from tests.support.drawings import make_broken_wall, make_office, read_drawing

NASTY = "A \\P {name} %%c ^J \U0001f41f \x07 <b> über"
LEAK = RedMark("WALL_LEAK", "warning", "A gap.", "Draw a wall.", 5.0, 2.5, (5.0, 2.0, 5.0, 3.0))


def opened(made: Redlined) -> Drawing:
    """What anybody who gets the file sees; raises where it has a fault."""
    doc, auditor = recover.read(io.BytesIO(made.content))
    assert not auditor.has_errors
    assert not auditor.has_fixes
    return doc


def made_of(doc: Drawing, folder: Path, *marks: RedMark, metre: float = 1.0) -> Redlined:
    path = folder / "plan.dxf"
    doc.saveas(path)
    return redlined(path, Redline(marks, metre, (12.0, 4.0)), Profile(), Limits())


def counted(doc: Drawing) -> Counter[str]:
    own = [e for e in doc.modelspace() if not is_redline(e.dxf.layer)]
    return Counter(e.dxftype() for e in own)


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2010", "R2013", "R2018"])
def test_the_drawing_is_whole_and_each_code_has_its_layer(version: str, tmp_path: Path) -> None:
    doc = make_office(version)
    far = RedMark("UNITS_UNCERTAIN", "error", NASTY, "Check it.")
    made = made_of(doc, tmp_path, LEAK, far)
    seen = opened(made)
    assert made.whole
    assert counted(seen) == counted(doc)
    layers = {e.dxf.layer for e in seen.modelspace() if is_redline(e.dxf.layer)}
    assert layers == {"FLOORPLANS_WALL_LEAK", "FLOORPLANS_UNITS_UNCERTAIN"}
    (circle,) = seen.modelspace().query('CIRCLE[layer=="FLOORPLANS_WALL_LEAK"]')
    assert tuple(circle.dxf.center)[:2] == (5.0, 2.5)


def test_the_words_stand_beside_the_circle_as_they_are(tmp_path: Path) -> None:
    made = made_of(make_office(), tmp_path, RedMark("ROOM_TINY", "info", NASTY, "Do it.", 3.0, 2.0))
    (text,) = opened(made).modelspace().query("MTEXT")
    code, about, remedy = text.plain_text().split("\n")
    assert (code, remedy) == ("ROOM_TINY", "Do it.")
    assert about == NASTY.replace("\x07", "")


def test_circles_are_as_large_in_any_unit(tmp_path: Path) -> None:
    doc = make_office(scale=1000, units=4)
    made = made_of(
        doc, tmp_path, RedMark("ROOM_TINY", "info", "a", "b", 3000.0, 2000.0), metre=1000
    )
    (circle,) = opened(made).modelspace().query("CIRCLE")
    assert circle.dxf.radius == 400.0


def test_a_redlined_drawing_is_read_as_if_it_were_not(tmp_path: Path) -> None:
    doc = make_broken_wall(1.5)
    before = read_drawing(doc, tmp_path)
    made = made_of(doc, tmp_path, *redline_of(before, marks_of(before)).marks)
    assert made.whole
    after = read_drawing(opened(made), tmp_path)
    assert dumps(after) == dumps(before)


def test_a_drawing_that_was_redlined_before_has_only_the_new_marks(tmp_path: Path) -> None:
    once = opened(made_of(make_office(), tmp_path, LEAK, LEAK))
    again = opened(made_of(once, tmp_path, RedMark("ROOM_TINY", "info", "a", "b", 1.0, 1.0)))
    assert {e.dxf.layer for e in again.modelspace() if is_redline(e.dxf.layer)} == {
        "FLOORPLANS_ROOM_TINY"
    }


def test_what_is_no_dxf_gives_the_redlines_alone_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    made = redline(path, Redline((LEAK,), 1.0, (12.0, 4.0)))
    assert not made.whole
    texts = [text.plain_text() for text in opened(made).modelspace().query("MTEXT")]
    assert any("these are the redlines alone" in text for text in texts)


def test_a_drawing_is_redlined_in_a_child_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    make_office().saveas(path)
    before = path.read_bytes()
    made = redline(path, Redline((LEAK,), 1.0, (12.0, 4.0)))
    assert made.whole
    assert "FLOORPLANS_WALL_LEAK" in opened(made).layers
    assert path.read_bytes() == before


def test_a_damaged_drawing_gives_at_least_the_redlines(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    make_office().saveas(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    made = redline(path, Redline((LEAK,), 1.0, (12.0, 4.0)))
    assert not made.whole
    opened(made)


def test_a_code_of_a_strangers_importer_becomes_a_safe_name() -> None:
    assert layer_name('a<b>/"c"|*') == "FLOORPLANS_A_B_C_"
    assert len(layer_name("X" * 500)) == 200
    assert len(layer_name("TEXT_ENCODING_DOUBTFUL", old=True)) == 31


def test_places_that_are_none_are_told_beside_the_plan() -> None:
    nowhere = RedMark("ROOM_TINY", "info", "a", "b", float("nan"), 1.0)
    (text, _) = opened(alone(Redline((nowhere,), 1.0, (12.0, 4.0)))).modelspace().query("MTEXT")
    assert tuple(text.dxf.insert)[:2] == (14.0, 4.0)


def test_a_redline_comes_back_from_the_child_as_it_was() -> None:
    asked = Redline((LEAK, RedMark("X", "info", "a", "b")), 1000.0, (1.0, 2.0))
    assert from_plain(to_plain(asked)) == asked
    made = Redlined(b"0\nEOF", whole=True)
    assert unpacked(packed(made)) == made
    with pytest.raises(ValueError, match="no redline"):
        unpacked(b"?")


def test_binary_drawings_can_be_redlined(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    make_office().saveas(path, fmt="bin")
    made = redlined(path, Redline((LEAK,), 1.0, (12.0, 4.0)), Profile(), Limits())
    assert made.whole
    assert "FLOORPLANS_WALL_LEAK" in opened(made).layers


HOSTILE = (
    "a\n0\nLINE\n8\nX\n10\n0\n20\n0\n11\n1\n21\n1\n",
    "\r\n  0\r\nEOF\r\n",
    "\\U+000A0\\u+000ALINE \\M+5000A",
    "\\P{\\H100;x}%%c%%999 ^J ^I %<\\AcVar Filename>%",
    "\x1b[31m\u202e\ud800\U0001d518\u2028end",
)


@pytest.mark.parametrize("version", ["R12", "R2000", "R2013"])
@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_stranger_are_words_and_nothing_else(
    words: str, version: str, tmp_path: Path
) -> None:
    doc = make_office(version)
    before = counted(doc)
    made = made_of(doc, tmp_path, RedMark(words, "error", words, words, 1.0, 2.0))
    assert made.whole
    found = opened(made)
    redlines = [e for e in found.modelspace() if is_redline(e.dxf.layer)]
    assert {e.dxftype() for e in redlines} <= {"CIRCLE", "TEXT", "MTEXT"}
    # Each text is one line of the file, whatever code of a letter is in it.
    texts = [e.text if e.dxftype() == "MTEXT" else e.dxf.text for e in redlines[1:]]
    assert all(text.isprintable() for text in texts), texts
    assert counted(found) == before


def test_a_drawing_that_smuggles_entities_in_a_text_is_not_written_again(tmp_path: Path) -> None:
    doc = make_office("R2000")
    line = "\\U+000A".join(("x", "  0", "LINE", "  8", "0", " 10", "0", " 20", "0", " 11", "9"))
    doc.modelspace().add_text(f"{line}\\U+000A 21\\U+000A9")
    made = made_of(doc, tmp_path, LEAK)
    found = opened(made)
    assert not made.whole or counted(found) == counted(doc)
    assert not [e for e in found.modelspace().query("LINE") if not is_redline(e.dxf.layer)]
