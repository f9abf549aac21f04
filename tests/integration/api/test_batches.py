"""Many files at once over HTTP: each is a draft of its floor, or the whole is refused."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from floorplans.database import Database
from floorplans.plans import service as plans
from floorplans.plans.batches import archive as archives
from tests.support.files import make_dxf
from tests.support.web import Client, Clock, World

PATTERN = "{building}_{floor}.dxf"


def make_zip(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def send(client: Client, world: World, files: dict[str, bytes], **form: str) -> Any:
    sent = [(io.BytesIO(body), name) for name, body in files.items()]
    path = f"/sites/{world.site_id}/batches"
    return client.ask("POST", path, data={"file": sent, **form})


def send_zip(client: Client, world: World, files: dict[str, bytes], **form: str) -> Any:
    return send(client, world, {"plans.zip": make_zip(files)}, **form)


def read_all(db: Database, world: World, batch: Any, now: datetime) -> None:
    """What the worker does."""
    for file in batch["files"]:
        if file["state"] == "reading":
            plans.read(db, world.facility.organisation_id, UUID(file["plan_id"]), now)


TWO = {"North_1.dxf": make_dxf(desks=2), "North_2.dxf": make_dxf(desks=3)}


def with_manifest(*rows: str) -> dict[str, bytes]:
    return {**TWO, "manifest.csv": "\n".join(("file,building,floor,ordinal", *rows)).encode()}


SAME_FLOOR = with_manifest("North_1.dxf,North,First,1", "North_2.dxf,north,first ,")
SAME_ORDINAL = with_manifest("North_1.dxf,North,First,1", "North_2.dxf,North,Second,1")


def test_each_file_of_an_archive_becomes_a_draft_of_the_floor_its_name_tells(
    facility: Client, db: Database, world: World, now: datetime
) -> None:
    made = send_zip(facility, world, TWO, pattern=PATTERN)
    assert made.status_code == 201, made.json
    assert [(f["file_name"], f["building"], f["floor"]) for f in made.json["files"]] == [
        ("North_1.dxf", "North", "1"),
        ("North_2.dxf", "North", "2"),
    ]
    assert made.json["share"] == 0
    assert not made.json["is_done"]
    read_all(db, world, made.json, now)
    done = facility.get(made.headers["Location"].removeprefix("/api/v1")).json
    assert ([f["state"] for f in done["files"]], done["share"]) == (["draft", "draft"], 1)
    assert done["is_done"]
    names = {f["name"] for s in facility.get("/sites").json for b in s["buildings"]
             for f in b["floors"] if b["name"] == "North"}  # fmt: skip
    assert names == {"1", "2"}


def test_several_files_need_no_archive(facility: Client, world: World) -> None:
    made = send(facility, world, TWO, pattern=PATTERN)
    assert [f["floor"] for f in made.json["files"]] == ["1", "2"]


@pytest.mark.parametrize("folder", ["", "Drawings/"])
@pytest.mark.parametrize("is_json", [False, True])
def test_a_manifest_says_which_file_is_which_floor(
    facility: Client, world: World, is_json: bool, folder: str
) -> None:
    rows = [
        {"file": "a.dxf", "building": "South", "floor": "Ground", "view": ""},
        {"file": "b.dxf", "building": "South", "floor": "First", "view": "1"},
    ]
    lines = ["Datei;Gebäude;Etage;Ansicht"] + [";".join(row.values()) for row in rows]
    manifest = json.dumps(rows).encode() if is_json else "\r\n".join(lines).encode("cp1252")
    files = {
        f"{folder}manifest.{'json' if is_json else 'csv'}": manifest,
        f"{folder}a.dxf": make_dxf(desks=1),
        f"{folder}b.dxf": make_dxf(desks=2),
        f"{folder}extra.dxf": make_dxf(desks=3),
        f"{folder}.DS_Store": b"x",
    }
    made = send_zip(facility, world, files)
    assert made.status_code == 201, made.json
    assert [(f["building"], f["floor"], f["view"]) for f in made.json["files"]] == [
        ("South", "Ground", None), ("South", "First", "1"),
    ]  # fmt: skip
    assert made.json["left_out"] == [f"{folder}extra.dxf"]


def test_the_manifest_of_a_drawing_package_is_understood(facility: Client, world: World) -> None:
    levels = [{"levelName": "Basement", "ordinal": -1, "filename": "./Basement.dxf"}]
    manifest = {
        "version": "1.1",
        "directoryInfo": {"name": "Contoso"},
        "buildingLevels": {"levels": levels},
    }
    files = {"manifest.json": json.dumps(manifest).encode(), "Basement.dxf": make_dxf()}
    (file,) = send_zip(facility, world, files).json["files"]
    assert (file["building"], file["floor"]) == ("Contoso", "Basement")


def test_a_file_that_cannot_be_stored_is_told_and_the_others_go_on(
    facility: Client, world: World
) -> None:
    files = {**TWO, "North_3.dxf": b""}
    told = send_zip(facility, world, files, pattern=PATTERN).json["files"]
    assert [f["state"] for f in told] == ["reading", "reading", "not_stored"]
    assert told[2]["refusal"]["code"] == "file_empty"


def test_the_same_archive_again_stores_nothing_twice(facility: Client, world: World) -> None:
    first = send_zip(facility, world, TWO, pattern=PATTERN).json
    second = send_zip(facility, world, TWO, pattern=PATTERN).json
    assert [f["plan_id"] for f in first["files"]] == [f["plan_id"] for f in second["files"]]


def test_cancelling_puts_away_what_the_batch_brought_and_nothing_else(
    facility: Client, db: Database, world: World, clock: Clock
) -> None:
    earlier = send(facility, world, {"North_1.dxf": TWO["North_1.dxf"]}, pattern=PATTERN).json
    clock.pass_by(minutes=1)
    batch = send_zip(facility, world, TWO, pattern=PATTERN).json
    read_all(db, world, batch, clock())
    done = facility.post(f"/batches/{batch['id']}/cancel")
    assert done.status_code == 200
    assert done.json["is_done"]
    assert done.json["cancelled_at"] is not None
    assert [f["state"] for f in done.json["files"]] == ["draft", "discarded"]
    assert earlier["files"][0]["plan_id"] == batch["files"][0]["plan_id"]


def test_a_batch_is_listed_for_its_organisation_only(
    facility: Client, stranger: Client, employee: Client, world: World
) -> None:
    made = send_zip(facility, world, TWO, pattern=PATTERN).json
    assert [batch["id"] for batch in facility.get("/batches").json] == [made["id"]]
    assert stranger.get("/batches").json == []
    assert stranger.get(f"/batches/{made['id']}").status_code == 404
    assert employee.get("/batches").status_code == 403
    assert send_zip(stranger, world, TWO, pattern=PATTERN).status_code == 404


def make_bomb() -> bytes:
    zeros = bytes(45_000_000)
    return make_zip({f"B_{n}.dxf": zeros for n in range(3)})


def make_encrypted() -> bytes:
    content = bytearray(make_zip({"North_1.dxf": b"x" * 100}))
    # The flag of encryption, in the local header and in the directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("archive", "code"),
    [
        (lambda: make_zip({"../North_1.dxf": b"x"}), "batch_archive_unsafe"),
        (lambda: make_zip({"/etc/North_1.dxf": b"x"}), "batch_archive_unsafe"),
        (lambda: make_zip({"C:\\North_1.dxf": b"x"}), "batch_archive_unsafe"),
        (lambda: make_zip({"a/North_1.zip": make_zip({"x": b"y"})}), "batch_archive_nested"),
        (make_bomb, "batch_archive_too_large"),
        (lambda: make_zip({f"{n}.dxf": b"x" for n in range(501)}), "batch_archive_too_large"),
        (make_encrypted, "batch_archive_locked"),
        (lambda: make_zip(TWO)[:-30], "batch_archive_damaged"),
        (lambda: make_zip(TWO, zipfile.ZIP_LZMA), "batch_archive_damaged"),
        (lambda: make_zip({"__MACOSX/North_1.dxf": b"x"}), "batch_archive_empty"),
    ],
    ids=[
        "up", "absolute", "drive", "nested", "bomb", "many", "locked", "cut", "lzma", "nothing",
    ],
)  # fmt: skip
def test_an_archive_that_is_not_to_be_trusted_is_refused_whole(
    facility: Client,
    world: World,
    archive: Any,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "UNPACKED_BYTES", 100_000_000)
    answer = send(facility, world, {"plans.zip": archive()}, pattern=PATTERN)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert facility.get("/batches").json == []


@pytest.mark.parametrize(
    ("files", "form", "code"),
    [
        (TWO, {}, "batch_without_plan"),
        (TWO, {"pattern": "{wing}.dxf"}, "batch_pattern_unusable"),
        (TWO, {"pattern": "{floor}{floor}.dxf"}, "batch_pattern_unusable"),
        (TWO, {"pattern": "plan.dxf"}, "batch_pattern_unusable"),
        (TWO, {"pattern": "{building}-{floor}.dxf"}, "batch_fits_nothing"),
        (TWO, {"pattern": "North_{floor}.dxf"}, "batch_without_building"),
        ({"manifest.csv": b"file,floor\nx.dxf,1\n"}, {"building": "N"}, "batch_file_missing"),
        ({"manifest.csv": b"name,floor\nx.dxf,1\n"}, {}, "batch_manifest_unusable"),
        ({"manifest.json": b"{"}, {}, "batch_manifest_unusable"),
        ({"manifest.json": b"[1]"}, {}, "batch_manifest_unusable"),
        ({"manifest.json": b'[{"file": "x.dxf"}]'}, {}, "batch_manifest_unusable"),
        ({"manifest.json": b'{"buildingLevels": 3}'}, {}, "batch_manifest_unusable"),
        ({**TWO, "a/north_1.dxf": make_dxf()}, {"pattern": PATTERN}, "batch_floor_twice"),
        (SAME_FLOOR, {}, "batch_floor_twice"),
        (SAME_ORDINAL, {}, "batch_ordinal_twice"),
    ],
)
def test_what_does_not_say_where_files_belong_is_refused_whole(
    facility: Client, world: World, files: dict[str, bytes], form: dict[str, str], code: str
) -> None:
    answer = send_zip(facility, world, files, **form)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert facility.get("/batches").json == []


def test_two_files_for_one_floor_are_both_named_and_no_floor_is_made(
    facility: Client, world: World
) -> None:
    before = facility.get("/sites").json
    told = send_zip(facility, world, SAME_FLOOR).json
    assert told["files"] == ["North_1.dxf", "North_2.dxf"]
    assert "“North_1.dxf” and “North_2.dxf”" in told["detail"]
    assert "Nothing was stored." in told["detail"]
    assert facility.get("/sites").json == before


def test_a_floor_of_the_same_name_in_another_building_is_another_floor(
    facility: Client, world: World
) -> None:
    rows = ("North_1.dxf,North,First,1", "North_2.dxf,South,First,1")
    told = send_zip(facility, world, with_manifest(*rows)).json["files"]
    assert [f["state"] for f in told] == ["reading", "reading"]


def test_a_building_may_be_told_beside_the_pattern(facility: Client, world: World) -> None:
    form = {"pattern": "North_{floor}.dxf", "building": "Tower"}
    told = send_zip(facility, world, TWO, **form).json["files"]
    assert {f["building"] for f in told} == {"Tower"}


def test_no_file_of_an_archive_is_written_to_a_disk(
    facility: Client, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    send_zip(facility, world, TWO, pattern=PATTERN)
    assert list(tmp_path.rglob("*.dxf")) == []


def test_a_file_that_somebody_puts_away_keeps_no_batch_waiting(
    facility: Client, db: Database, world: World, clock: Clock
) -> None:
    batch = send_zip(facility, world, TWO, pattern=PATTERN).json
    put_away = batch["files"][0]["plan_id"]
    assert facility.delete(f"/plans/{put_away}").status_code == 204
    read_all(db, world, facility.get(f"/batches/{batch['id']}").json, clock())
    told = facility.get(f"/batches/{batch['id']}").json
    assert [f["state"] for f in told["files"]] == ["discarded", "draft"]
    assert (told["is_done"], told["share"]) == (True, 1.0)


def test_what_a_stopped_service_never_stored_is_told_and_the_batch_ends(
    facility: Client, db: Database, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(BaseException):
        """Stands for the end of the process."""

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    monkeypatch.setattr("floorplans.plans.batches.service._bring_in_one", stop)
    with pytest.raises(Stopped):
        send_zip(facility, world, TWO, pattern=PATTERN)
    monkeypatch.undo()
    (waits,) = facility.get("/batches").json
    assert {f["state"] for f in waits["files"]} == {"waiting"}
    assert not waits["is_done"]
    clock.pass_by(minutes=31)
    over = facility.get(f"/batches/{waits['id']}").json
    assert {f["state"] for f in over["files"]} == {"not_stored"}
    assert {f["refusal"]["code"] for f in over["files"]} == {"batch_interrupted"}
    assert over["is_done"]
    again = send_zip(facility, world, TWO, pattern=PATTERN).json
    assert {f["state"] for f in again["files"]} == {"reading"}
