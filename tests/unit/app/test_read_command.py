"""`floorplans read`, as a person or a script calls it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from app.cli import main
from tests.support.drawings import make_broken_wall, make_office, text_of


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "office.dxf"
    path.write_text(text_of(make_office()))
    return path


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.dxf"
    path.write_bytes(b"")
    return path


def read(*arguments):
    return CliRunner().invoke(main, ["read", *map(str, arguments)])


def test_a_person_gets_a_summary(office):
    answer = read(office)
    assert answer.exit_code == 0
    assert "drawn in m (by evidence), 12.0 by 4.0 m" in answer.stdout
    assert "2 rooms, 48 m2" in answer.stdout
    assert "4 desks" in answer.stdout


def test_a_person_is_told_of_doors_windows_and_walls(tmp_path):
    doc = make_office()
    for y in (-0.2, 0.0, 4.0, 4.2):
        doc.modelspace().add_line((0, y), (12, y), dxfattribs={"layer": "A-WALL"})
    doc.modelspace().add_line((2.5, 4.1), (4, 4.1), dxfattribs={"layer": "A-GLAZ"})
    path = tmp_path / "walls.dxf"
    path.write_text(text_of(doc))
    assert "2 doors, 1 window, walls mostly 20 cm thick" in read(path).stdout


def test_a_script_gets_one_object(office):
    answer = read("--json", office)
    assert answer.exit_code == 0
    assert len(json.loads(answer.stdout)["rooms"]) == 2


def test_several_files_give_one_line_each_in_order(office, broken):
    answer = read("--json", office, broken, office)
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.exit_code == 2
    assert ["refused" in line for line in lines] == [False, True, False]
    assert lines[0] == lines[2]


def test_a_refusal_is_json_with_exit_status_2(broken):
    answer = read("--json", broken)
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["refused"]["code"] == "FILE_EMPTY"


def test_a_refusal_for_a_person_says_what_to_do(broken):
    answer = read(broken)
    assert answer.exit_code == 2
    assert "The file is empty." in answer.stderr
    assert "Send the drawing again." in answer.stderr


def test_a_missing_file_is_refused_without_a_traceback(tmp_path):
    answer = read("--json", tmp_path / "none.dxf")
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["refused"]["code"] == "FILE_NOT_READABLE"


def test_the_unit_can_be_set(office):
    answer = read("--json", "--units", "feet", office)
    assert json.loads(answer.stdout)["units"]["name"] == "foot"


def test_an_unknown_unit_is_refused(office):
    answer = read("--json", "--units", "furlong", office)
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["refused"]["code"] == "PROFILE_INVALID"


def test_a_profile_changes_what_is_understood(office, tmp_path):
    profile = tmp_path / "profile.toml"
    profile.write_text('[blocks]\n"DESK-*" = "ignore"\n')
    answer = read("--json", "--profile", profile, office)
    assert json.loads(answer.stdout)["desks"] == []


PNG = b"\x89PNG\r\n\x1a\n"


def test_a_picture_is_written_beside_what_is_told(office, tmp_path):
    target = tmp_path / "seen.png"
    answer = read("--json", "--picture", target, office)
    assert answer.exit_code == 0
    assert target.read_bytes().startswith(PNG)
    assert len(json.loads(answer.stdout)["rooms"]) == 2


def test_a_folder_gets_one_picture_for_each_drawing(office, tmp_path):
    same_name = tmp_path / "other" / office.name
    same_name.parent.mkdir()
    same_name.write_bytes(office.read_bytes())
    answer = read("--picture", f"{tmp_path}/pictures/", office, same_name)
    assert answer.exit_code == 0
    assert sorted(p.name for p in (tmp_path / "pictures").iterdir()) == [
        "office-2.png",
        "office.png",
    ]


def test_a_refused_drawing_leaves_no_picture(broken, tmp_path):
    target = tmp_path / "seen.png"
    answer = read("--json", "--picture", target, broken)
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["refused"]["code"] == "FILE_EMPTY"
    assert not target.exists()


def test_several_drawings_do_not_go_into_one_picture(office, tmp_path):
    target = tmp_path / "seen.png"
    answer = read("--picture", target, office, office)
    assert answer.exit_code == 2
    assert "name a folder" in answer.stderr
    assert not target.exists()


def test_a_picture_that_cannot_be_written_does_not_hide_the_answer(office, tmp_path):
    (tmp_path / "file").write_text("no folder")
    answer = read("--json", "--picture", tmp_path / "file" / "seen.png", office)
    assert answer.exit_code == 1
    assert len(json.loads(answer.stdout)["rooms"]) == 2
    assert "could not be written" in answer.stderr


@pytest.fixture
def gap(tmp_path):
    path = tmp_path / "gap.dxf"
    path.write_text(text_of(make_broken_wall(0.007)))
    return path


def test_repairs_are_told_with_their_size(gap):
    assert "1 gap between walls was closed, over 7.0 mm at most." in read(gap).stdout
    (repair,) = json.loads(read("--json", gap).stdout)["repairs"]
    assert (repair["name"], repair["count"], repair["max_mm"]) == ("close_wall_gaps", 1, 7.0)


def test_a_repair_is_left_undone_on_request(gap):
    answer = read(gap, "--no-repair", "close_wall_gaps", "--no-repair", "drop_strays")
    assert "1 room, 40 m2" in answer.stdout
    assert "1 gap between walls was left open" in answer.stdout
    assert "WALL_LEAK at (5.00, 2.00)" in answer.stdout


def test_an_unknown_repair_is_refused_with_those_that_are_known(gap):
    answer = read(gap, "--no-repair", "tidy_up")
    assert answer.exit_code == 2
    assert "close_wall_gaps" in answer.stderr


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("Кухня 101", "cp1251"),
        ("Кухня 101", "koi8-r"),
        ("会議室 101", "cp932"),
        ("회의실 101", "cp949"),
    ],
)
def test_texts_are_read_in_the_encoding_that_a_person_tells(tmp_path, name, page):
    content = text_of(make_office("R2000")).encode("ascii")
    (path := tmp_path / "old.dxf").write_bytes(
        content.replace(b"\n101\n", f"\n{name}\n".encode(page))
    )
    answer = read("--json", "--encoding", page, path)
    (room,) = [r for r in json.loads(answer.stdout)["rooms"] if r["number"] == "101"]
    assert room["name"] == name.removesuffix(" 101")


def test_an_encoding_that_nobody_knows_is_refused(office):
    answer = read("--json", "--encoding", "martian", office)
    assert json.loads(answer.stdout)["refused"]["code"] == "PROFILE_INVALID"


def test_texts_of_another_encoding_than_the_file_says_are_found_out(tmp_path):
    content = text_of(make_office("R2000")).encode("ascii")
    for number, name in ((101, "Кухня 101"), (102, "Коридор 102")):
        text = f"\n  1\n{number}\n".encode()
        assert text in content
        content = content.replace(text, f"\n  1\n{name}\n".encode("cp1251"))
    (path := tmp_path / "old.dxf").write_bytes(content)
    answer = read(path)
    assert "101 Кухня" in answer.stdout
    assert "102 Коридор" in answer.stdout
    assert "TEXT_ENCODING_REPAIRED" in answer.stdout


def test_an_area_that_is_written_in_a_room_is_printed_beside_the_drawn_one(tmp_path):
    (path := tmp_path / "office.dxf").write_text(
        text_of(make_office()).replace("\n101\n", "\n101 Büro 24,5 m\\U+00B2\n")
    )
    assert "24.0 m2, written 24.5 m2" in read(path).stdout
