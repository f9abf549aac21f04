"""DWG: whatever the converter does, there is a drawing or a sentence that helps."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from pathlib import Path

import ezdxf
import pytest

from importers import codec
from importers.base import Limits
from importers.child import read_in_child, read_many
from importers.dwg import convert, finder
from importers.dwg.counting import OBJECT_BYTES, held_by, slim
from importers.dwg.packing import Packed
from importers.issues import ImportRefused
from importers.kept import KeptReader
from importers.profile import Profile
from tests.support.drawings import make_office, text_of
from tests.support.dwgfiles import GOOD, make_converter

QUICK = replace(Limits(), wall_s=6, cpu_s=4, file_bytes=5_000_000)


def refused(path: Path, limits: Limits = QUICK) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_in_child(path, limits=limits)
    assert str(path.parent) not in caught.value.message + caught.value.advice
    return caught.value


def codes(draft) -> set[str]:
    return {issue.code for issue in draft.issues}


@pytest.mark.usefixtures("no_litter")
def test_a_dwg_is_read_as_the_drawing_it_holds(converter, dwg):
    converter()
    draft = read_in_child(dwg())
    assert (draft.format, draft.version) == ("dwg", "AC1032")
    assert {room.number: room.area_m2 for room in draft.rooms}["101"] == pytest.approx(24, rel=1e-3)
    (told,) = [issue for issue in draft.issues if issue.code == "DWG_CONVERTED"]
    assert "dwg2dxf" in told.message


def test_several_dwgs_and_a_dxf_are_read_in_one_call(converter, dwg, tmp_path):
    converter()
    other = tmp_path / "other.dxf"
    other.write_text(text_of(make_office()))
    found = list(read_many([other, dwg(), other, dwg()]))
    assert [outcome.refused for outcome in found] == [None] * 4


@pytest.mark.parametrize(
    ("version", "release"),
    [("AC1012", "R13"), ("AC1015", "2000"), ("AC1027", "2013"), ("AC1032", "2018")],
)
def test_without_a_converter_the_version_is_told_and_the_way_to_a_dxf(
    version, release, dwg, monkeypatch
):
    monkeypatch.setenv(finder.VARIABLE, finder.OFF)
    no = refused(dwg(version=version))
    assert no.code == "DWG_NOT_READ"
    assert f"{version} (AutoCAD {release})" in no.message
    assert "pick DXF" in no.advice


@pytest.mark.usefixtures("no_litter")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 0", "said that all was well and wrote no DXF"),
        ("exit 1", "gave up on it and wrote no DXF"),
        (': > "$2"', "said that all was well and wrote no DXF"),
        ('ln -s /etc/passwd "$2"', "wrote no DXF"),
        ("kill -SEGV $$", "crashed on it"),
        ("sleep 600", "took too long"),
        ("while :; do :; done", "took too long"),
        ('yes > "$2"', "far more than the drawing can hold"),
        ('n=0; while :; do n=$((n+1)); head -c 9000000 /dev/zero > "$n"; done', "far more than"),
        ('n=0; while :; do n=$((n+1)); : > "$n"; done', "far more than"),
        ('n=0; while :; do n=$((n+1)); mkdir "$n"; done', "far more than"),
    ],
    ids=[
        *("nothing", "gives_up", "empty", "link", "crash", "sleep", "spin", "flood", "many_files"),
        *("empty_files", "folders"),
    ],
)
def test_what_a_converter_does_wrong_is_told(script, said, converter, dwg):
    converter(script)
    begun = time.monotonic()
    no = refused(dwg())
    assert no.code == "DWG_NOT_CONVERTED"
    assert said in no.message
    assert "AutoCAD 2018" in no.message
    assert time.monotonic() - begun < 20


@pytest.mark.usefixtures("no_litter")
@pytest.mark.parametrize(
    "script",
    [
        'head -c 100000 /dev/urandom > "$2"',
        'printf "0\\nSECTION\\n2\\nENTITIES\\n0\\nENDSEC\\n0\\nEOF\\n" > "$2"',
    ],
    ids=["noise", "empty_drawing"],
)
def test_a_result_without_entities_is_refused(script, converter, dwg):
    converter(script)
    no = refused(dwg())
    assert no.code == "DWG_CONTENT_LOST"
    assert "not one thing" in no.message


def test_a_nearly_empty_result_of_a_large_drawing_is_refused(converter, dwg):
    doc = ezdxf.new()
    for k in range(12):
        doc.modelspace().add_line((0, k), (9, k))
    converter()
    no = refused(dwg(content=text_of(doc).encode(), padding=1_000_000))
    assert no.code == "DWG_CONTENT_LOST"
    assert "only 12 things" in no.message


def test_what_the_converter_complains_of_is_counted(converter, dwg):
    converter(GOOD + '; echo "ERROR: 0x55" >&2; echo "Warning: unhandled class"; echo fine')
    told = {issue.code: issue.message for issue in read_in_child(dwg()).issues}
    assert "2 errors or warnings" in told["DWG_CONVERTER_COMPLAINED"]


def test_classes_that_are_announced_and_missing_are_told(converter, dwg):
    doc = make_office()
    text = text_of(doc)
    made = "  0\nCLASS\n  1\nAEC_WALL\n  2\nAecDbWall\n  3\nAec\n 90\n0\n 91\n230\n280\n0\n281\n1\n"
    marker = "  2\nCLASSES\n"
    assert marker in text
    converter()
    draft = read_in_child(dwg(content=text.replace(marker, marker + made).encode()))
    (lost,) = [issue for issue in draft.issues if issue.code == "DWG_PARTS_LOST"]
    assert "230 AEC_WALL" in lost.message


def test_classes_whose_names_are_no_names_are_not_told(converter, dwg):
    marker = "  2\nCLASSES\n"
    names = [f"{n}" + "<b>\u202e" * 900 for n in range(30)] + ["AEC_WALL"]
    counts = ["9"] * 30 + ["9" * 3000]
    made = "".join(
        f"  0\nCLASS\n  1\n{name}\n 91\n{count}\n281\n1\n"
        for name, count in zip(names, counts, strict=True)
    )
    converter()
    content = text_of(make_office()).replace(marker, marker + made).encode()
    begun = time.monotonic()
    draft = read_in_child(dwg(content=content), limits=QUICK)
    assert "DWG_PARTS_LOST" not in codes(draft)
    assert time.monotonic() - begun < QUICK.wall_s


@pytest.mark.usefixtures("no_litter")
def test_a_converter_that_fills_the_disk_is_stopped_before_it_is_full(converter, dwg, monkeypatch):
    converter('exec 3> "$4.part"; rm "$4.part"; sleep 600')
    monkeypatch.setattr(convert, "LEAST_FREE_BYTES", 1 << 60)
    begun = time.monotonic()
    assert refused(dwg()).code == "DISK_FULL"
    assert time.monotonic() - begun < QUICK.wall_s


def test_what_the_converter_puts_in_our_way_is_not_written_to(converter, dwg):
    converter(f"{GOOD}; echo mine > plan.dxf; chmod 400 plan.dxf")
    assert read_in_child(dwg()).rooms


def test_a_drawing_with_a_password_is_told_before_anything_is_run(converter, dwg):
    converter()
    path = dwg()
    content = bytearray(path.read_bytes())
    content[0x18] = 1
    path.write_bytes(content)
    assert refused(path).code == "DWG_ENCRYPTED"


def test_the_converter_sees_nothing_of_our_environment(converter, dwg, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "secret")
    converter(f'[ -z "$DATABASE_URL" ] && {GOOD}')
    assert read_in_child(dwg()).rooms


def test_the_converter_reads_no_file_but_its_own(converter, dwg, tmp_path):
    secret = tmp_path / "secret.dxf"
    secret.write_text(text_of(make_office()))
    secret.chmod(0o600)
    converter(f'cat {secret} > "$2"; exit 0')
    assert refused(dwg()).code == "DWG_NOT_CONVERTED"


def test_the_converter_writes_nowhere_but_in_its_folder(converter, dwg, shared):
    shared.chmod(0o777)
    converter(f"{GOOD}; echo no > {shared}/written; exit 0")
    assert read_in_child(dwg()).rooms
    assert not (shared / "written").exists()


def test_what_the_converter_leaves_running_ends_with_it(converter, dwg):
    converter(f"setsid sleep 5417 & {GOOD}")
    assert read_in_child(dwg()).rooms
    time.sleep(0.2)
    commands = [_command(place) for place in Path("/proc").glob("[0-9]*")]
    assert not [command for command in commands if b"5417" in command]


def _command(place: Path) -> bytes:
    try:
        return (place / "cmdline").read_bytes()
    except OSError:
        return b""


def test_a_command_may_name_its_own_arguments(dwg, shared, monkeypatch):
    program = make_converter(shared, 'tail -c +257 "$2" > "$4"', "mine")
    monkeypatch.setenv(finder.VARIABLE, f"{program} --from {{in}} --to {{out}}")
    assert read_in_child(dwg()).rooms


def test_the_oda_converter_is_told_folders(dwg, shared, monkeypatch):
    script = '[ "$4" = DXF ] && tail -c +257 "$1/plan.dwg" > "$2/plan.dxf"'
    monkeypatch.setenv(finder.VARIABLE, str(make_converter(shared, script, "ODAFileConverter")))
    assert read_in_child(dwg()).rooms


def test_a_converter_on_the_path_is_found(tmp_path, monkeypatch):
    program = make_converter(tmp_path)
    monkeypatch.delenv(finder.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = finder.find()
    assert found is not None
    assert found.command == (str(program),)


@pytest.mark.parametrize("told", ["/not/there", "'unclosed", "none"])
def test_a_setting_that_names_no_program_finds_none(told, monkeypatch):
    monkeypatch.setenv(finder.VARIABLE, told)
    assert finder.find() is None


def test_huge_objects_are_left_out_and_everything_else_stays():
    text = text_of(make_office()).encode()
    marker = b"  2\nOBJECTS\n"
    assert marker in text
    bloat = b"  0\nSPATIAL_INDEX\n  5\nFFF\n" + b" 40\n0.125\n" * (OBJECT_BYTES // 8)
    bloated = text.replace(marker, marker + bloat)
    # The tag that ended the section's head stands before the first object that is kept.
    assert len(b"".join(slim(bloated))) < len(text) + 100
    assert held_by(b"".join(slim(bloated))) == held_by(bloated) == held_by(text)


class Shelf:
    """Keeps one conversion, and counts how often it was kept."""

    def __init__(self) -> None:
        self.packed: Packed | None = None
        self.times = 0

    def find(self) -> Packed | None:
        return self.packed

    def keep(self, packed: Packed) -> None:
        self.packed = packed
        self.times += 1


def without_conversion(shelf: Shelf, path: Path):
    """The draft of a drawing that no converter would convert."""
    draft = read_in_child(path, conversions=shelf)
    assert shelf.times == 1
    return draft


@pytest.mark.usefixtures("no_litter")
def test_a_drawing_is_converted_once_and_read_the_same_again(converter, dwg):
    converter(GOOD + "; echo error >&2")
    shelf, path = Shelf(), dwg()
    first = read_in_child(path, conversions=shelf)
    assert codec.dumps(without_conversion(shelf, path)) == codec.dumps(first)
    assert {"DWG_CONVERTED", "DWG_CONVERTER_COMPLAINED"} <= codes(first)


def test_without_a_converter_what_was_converted_earlier_is_read(converter, dwg, monkeypatch):
    converter()
    shelf, path = Shelf(), dwg()
    read_in_child(path, conversions=shelf)
    monkeypatch.setenv(finder.VARIABLE, finder.OFF)
    assert without_conversion(shelf, path).rooms


def test_another_converter_converts_anew(converter, dwg):
    converter()
    shelf, path = Shelf(), dwg()
    read_in_child(path, conversions=shelf)
    converter(GOOD + "; true")
    assert read_in_child(path, conversions=shelf).rooms
    assert shelf.times == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda packed: replace(packed, content=packed.content[:-20]),
        lambda packed: replace(packed, content=b"no zlib"),
        lambda packed: replace(packed, content=zlib.compress(bytes(300_000_000))),
        lambda packed: replace(packed, content=zlib.compress(b"")),
        lambda packed: replace(packed, told={"else": 1}),
    ],
    ids=["cut", "noise", "bomb", "nothing", "told"],
)
@pytest.mark.usefixtures("no_litter")
def test_what_was_kept_and_is_spoilt_is_converted_anew(spoilt, converter, dwg):
    converter()
    shelf, path = Shelf(), dwg()
    read_in_child(path, conversions=shelf)
    assert shelf.packed is not None
    shelf.packed = spoilt(shelf.packed)
    assert read_in_child(path, conversions=shelf).rooms
    assert shelf.times == 2


def test_what_is_not_converted_is_not_kept(converter, dwg):
    converter("exit 1")
    shelf = Shelf()
    with pytest.raises(ImportRefused):
        read_in_child(dwg(), conversions=shelf)
    assert shelf.times == 0


@pytest.mark.usefixtures("no_litter")
def test_a_dwg_stays_open_to_be_read_otherwise(converter, dwg):
    converter()
    path, profiles = dwg(), (Profile(), Profile(layers={"A-FURN": "ignore"}), Profile(units="cm"))
    with KeptReader() as reader:
        shelf = Shelf()
        for profile in profiles:
            kept = reader.read(path, b"it", profile, conversions=shelf)
            assert codec.dumps(kept) == codec.dumps(read_in_child(path, profile))
        assert shelf.times == 1
        converter("exit 1")
        assert reader.read(path, b"it", Profile(), conversions=shelf).format == "dwg"


def test_a_dwg_that_nobody_waits_for_before_it_is_converted_is_read_the_next_time(converter, dwg):
    class NotWanted(Exception):
        pass

    def give_up(stage: str, share: float) -> None:
        raise NotWanted

    converter()
    path = dwg()
    with KeptReader() as reader:
        with pytest.raises(NotWanted):
            reader.read(path, b"it", progress=give_up)
        assert reader.read(path, b"it").rooms
