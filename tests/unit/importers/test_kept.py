"""Drawings that are kept open: read otherwise they are what reading them afresh would be."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from bench.drawn.draw import draw
from importers import child_process, codec, wire
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.kept import KeptReader
from importers.profile import Profile
from tests.support.drawings import make_broken_wall, make_office
from tests.support.slowness import eventually

PROFILES = (
    Profile(),
    Profile(layers={"A-FURN": "ignore"}),
    Profile(units="cm"),
    Profile(tolerances={"wall_gap_m": 0.3}),
    Profile().without_repairs(["close_wall_gaps"]),
    Profile(),
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.dxf"
    make_office().saveas(path)
    return path


def alike(one: FloorPlanDraft, other: FloorPlanDraft) -> bool:
    return codec.dumps(one) == codec.dumps(other)


Children = Callable[[], list[psutil.Process]]


@pytest.fixture
def children() -> Children:
    """The processes that began since the test did, by whomever."""
    before = set(psutil.Process().children(recursive=True))
    return lambda: [
        child for child in psutil.Process().children(recursive=True) if child not in before
    ]


@pytest.mark.parametrize("family", ["clean", "benches", "imperial", "mirrored"])
def test_every_profile_gives_the_draft_of_a_fresh_reading(tmp_path: Path, family: str) -> None:
    path = tmp_path / "plan.dxf"
    draw(family, 7)[0].saveas(path)
    with KeptReader() as reader:
        for profile in PROFILES:
            kept = reader.read(path, b"it", profile)
            assert alike(kept, read_in_child(path, profile)), profile


def test_the_drawing_is_opened_once(office: Path, children: Children) -> None:
    with KeptReader() as reader:
        reader.read(office, b"it")
        before = {child.pid for child in children()}
        reader.read(office, b"it", Profile(layers={"A-FURN": "ignore"}))
        assert {child.pid for child in children()} == before


def test_what_is_decided_while_opening_is_read_afresh(office: Path, children: Children) -> None:
    profile = Profile(encoding="cp1251")
    with KeptReader() as reader:
        reader.read(office, b"it")
        before = {child.pid for child in children()}
        assert alike(reader.read(office, b"it", profile), read_in_child(office, profile))
        assert not before & {child.pid for child in children()}


def test_a_reader_that_was_killed_meanwhile_is_not_noticed(
    office: Path, children: Children
) -> None:
    with KeptReader() as reader:
        first = reader.read(office, b"it")
        for child in children():
            os.kill(child.pid, signal.SIGKILL)
        assert alike(reader.read(office, b"it"), first)


def test_a_reading_that_nobody_waits_for_does_not_answer_the_next_question(office: Path) -> None:
    class NotWanted(Exception):
        pass

    def give_up(stage: str, share: float) -> None:
        raise NotWanted

    profile = Profile(layers={"A-FURN": "ignore"})
    with KeptReader() as reader:
        reader.read(office, b"it")
        with pytest.raises(NotWanted):
            reader.read(office, b"it", profile, progress=give_up)
        assert alike(reader.read(office, b"it"), read_in_child(office))
        assert alike(reader.read(office, b"it", profile), read_in_child(office, profile))


def test_only_so_many_are_kept_and_all_end_with_the_reader(
    tmp_path: Path, children: Children
) -> None:
    with KeptReader(most=1) as reader:
        for number, drawing in enumerate((make_office(), make_broken_wall(0.1))):
            path = tmp_path / f"{number}.dxf"
            drawing.saveas(path)
            reader.read(path, bytes([number]))
            # The process that starts readers, and the reader.
            assert len(children()) == 2
    assert children() == []


def test_a_file_that_is_refused_is_refused_as_ever_and_not_kept(
    tmp_path: Path, children: Children
) -> None:
    path = tmp_path / "empty.dxf"
    path.write_bytes(b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n")
    with KeptReader() as reader:
        with pytest.raises(ImportRefused) as kept:
            reader.read(path, b"it")
        with pytest.raises(ImportRefused) as fresh:
            read_in_child(path)
        assert kept.value.code == fresh.value.code
        assert children() == []


def test_a_file_of_another_format_is_read_without_being_kept(
    tmp_path: Path, children: Children
) -> None:
    path = tmp_path / "plan.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with KeptReader() as reader:
        with pytest.raises(ImportRefused):
            reader.read(path, b"it", limits=Limits())
        assert children() == []


@contextmanager
def room_for_files(count: int) -> Iterator[None]:
    """This process can open so many more files, and not one beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(map(int, os.listdir("/proc/self/fd")))
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 20, hard))
    taken = []
    try:
        with suppress(OSError):
            while True:
                taken.append(os.dup(0))
        for _ in range(count):
            os.close(taken.pop())
        yield
    finally:
        for fd in taken:
            os.close(fd)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_child_that_could_not_be_started_leaves_nothing_and_is_not_asked_again(
    office: Path,
    children: Children,
) -> None:
    failed = []
    with KeptReader() as reader:
        before = len(os.listdir("/proc/self/fd"))
        for count in range(8):
            with room_for_files(count):
                try:
                    reader.read(office, b"it")
                except (OSError, ImportRefused) as error:
                    failed.append(type(error))
        assert OSError in failed
        assert len(os.listdir("/proc/self/fd")) == before
        assert alike(reader.read(office, b"it"), read_in_child(office))
        assert len(children()) == 2


def test_a_child_that_takes_no_question_in_is_given_up(
    office: Path, monkeypatch: pytest.MonkeyPatch, children: Children
) -> None:
    monkeypatch.setattr(child_process, "ASKING_S", 0.3)
    # More than a pipe holds.
    long = Profile(layers={f"LAYER-{number:06}": "ignore" for number in range(8_000)})
    with KeptReader() as reader:
        reader.read(office, b"it")
        stuck = {child.pid for child in children()}
        for pid in stuck:
            os.kill(pid, signal.SIGSTOP)
        assert alike(reader.read(office, b"it", long), read_in_child(office, long))
        assert not stuck & {child.pid for child in children()}


def test_a_question_that_nobody_takes_is_not_waited_for_for_ever() -> None:
    taking, asking = os.pipe()
    try:
        with pytest.raises(TimeoutError):
            wire.send_within(asking, wire.JOB, bytes(1 << 20), 0.1)
        os.close(taking)
        with pytest.raises(BrokenPipeError):
            wire.send_within(asking, wire.JOB, b"x", 0.1)
    finally:
        os.close(asking)


def test_a_large_question_reaches_a_child_that_listens(office: Path, children: Children) -> None:
    long = Profile(layers={f"LAYER-{number:06}": "ignore" for number in range(8_000)})
    with KeptReader() as reader:
        reader.read(office, b"it")
        before = {child.pid for child in children()}
        assert alike(reader.read(office, b"it", long), read_in_child(office, long))
        assert {child.pid for child in children()} == before


def test_nothing_is_left_of_a_drawing_whose_reader_has_ended(
    office: Path, children: Children
) -> None:
    with KeptReader() as reader:
        reader.read(office, b"it")
        starter = next(child for child in children() if child.ppid() == os.getpid())
        for worker in starter.children():
            worker.kill()
        assert eventually(lambda: starter.status() == psutil.STATUS_ZOMBIE)


def test_many_drawings_leave_no_process_and_no_open_file(
    tmp_path: Path, children: Children
) -> None:
    path = tmp_path / "office.dxf"
    make_office().saveas(path)
    with KeptReader() as reader:
        reader.read(path, b"first")
        reader.read(path, b"second")
        open_before = len(os.listdir("/proc/self/fd"))
        for number in range(8):
            reader.read(path, bytes([number]))
        assert len(os.listdir("/proc/self/fd")) == open_before
        assert len(children()) == 4
    assert children() == []
