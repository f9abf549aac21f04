"""Drawings that are kept open: read otherwise they are what reading them afresh would be."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest

from bench.drawn.draw import draw
from importers import codec
from importers.base import Limits
from importers.child import read_in_child
from importers.draft import FloorPlanDraft
from importers.issues import ImportRefused
from importers.kept import KeptReader
from importers.profile import Profile
from tests.support.drawings import make_broken_wall, make_office

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


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


@pytest.mark.parametrize("family", ["clean", "benches", "imperial", "mirrored"])
def test_every_profile_gives_the_draft_of_a_fresh_reading(tmp_path: Path, family: str) -> None:
    path = tmp_path / "plan.dxf"
    draw(family, 7)[0].saveas(path)
    with KeptReader() as reader:
        for profile in PROFILES:
            kept = reader.read(path, b"it", profile)
            assert alike(kept, read_in_child(path, profile)), profile


def test_the_drawing_is_opened_once(office: Path) -> None:
    with KeptReader() as reader:
        reader.read(office, b"it")
        before = {child.pid for child in children()}
        reader.read(office, b"it", Profile(layers={"A-FURN": "ignore"}))
        assert {child.pid for child in children()} == before


def test_what_is_decided_while_opening_is_read_afresh(office: Path) -> None:
    profile = Profile(encoding="cp1251")
    with KeptReader() as reader:
        reader.read(office, b"it")
        before = {child.pid for child in children()}
        assert alike(reader.read(office, b"it", profile), read_in_child(office, profile))
        assert not before & {child.pid for child in children()}


def test_a_reader_that_was_killed_meanwhile_is_not_noticed(office: Path) -> None:
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


def test_only_so_many_are_kept_and_all_end_with_the_reader(tmp_path: Path) -> None:
    with KeptReader(most=1) as reader:
        for number, drawing in enumerate((make_office(), make_broken_wall(0.1))):
            path = tmp_path / f"{number}.dxf"
            drawing.saveas(path)
            reader.read(path, bytes([number]))
            # The process that starts readers, and the reader.
            assert len(children()) == 2
    assert children() == []


def test_a_file_that_is_refused_is_refused_as_ever_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "empty.dxf"
    path.write_bytes(b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n")
    with KeptReader() as reader:
        with pytest.raises(ImportRefused) as kept:
            reader.read(path, b"it")
        with pytest.raises(ImportRefused) as fresh:
            read_in_child(path)
        assert kept.value.code == fresh.value.code
        assert children() == []


def test_a_file_of_another_format_is_read_without_being_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with KeptReader() as reader:
        with pytest.raises(ImportRefused):
            reader.read(path, b"it", limits=Limits())
        assert children() == []
