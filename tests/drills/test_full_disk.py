"""A full disk ends in one clear sentence, keeps what was there, and is over once there is room."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("floorplans")
LIMIT_S = 120
#: Enough for a database to be started (300 MB must be free) and little enough to fill.
ROOM_MB = 420


@contextmanager
def small_disk(size_mb: int) -> Iterator[Path]:
    """A file system of its own in memory, which only root can mount."""
    folder = Path(tempfile.mkdtemp(prefix="floorplans-disk-"))
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=755", "tmpfs", folder],
            check=False,
            capture_output=True,
        )
        if mounted.returncode != 0:
            pytest.skip("this machine lets nobody mount a file system")
        folder.chmod(0o755)
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)
    finally:
        folder.rmdir()


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(2**20))
                file.flush()
        except OSError:
            return ballast


def run(*words: object, **settings: object) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "FLOORPLANS_"))}
    return subprocess.run(
        [str(word) for word in words],
        env={**kept, **{name: str(value) for name, value in settings.items()}},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
        stdin=subprocess.DEVNULL,
    )


def failure(done: subprocess.CompletedProcess[str], status: int = 1) -> dict[str, str]:
    assert done.returncode == status, done.stdout + done.stderr
    assert done.stderr == ""
    (said,) = json.loads(done.stdout).values()
    assert said["message"]
    assert said["advice"]
    return dict(said)


pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a file system")


def test_a_disk_too_small_for_a_database_is_told_before_one_is_made() -> None:
    with small_disk(60) as disk:
        done = run(COMMAND, "db", "up", "--json", FLOORPLANS_HOME=disk / "home")
        assert failure(done)["code"] == "DISK_FULL"
        assert not (disk / "home" / "cluster" / "data").exists()


def test_a_disk_that_fills_up_stops_writing_and_nothing_else() -> None:
    with small_disk(ROOM_MB) as disk:
        home = {"FLOORPLANS_HOME": disk / "home"}
        person = ("person", "create", "a@b.test", "--name", "A", "--new-organisation", "Acme")
        secret = ("--password", "long enough to be one", "--json")
        try:
            run(COMMAND, "db", "up", **home).check_returncode()
            ballast = fill(disk)
            assert failure(run(COMMAND, "db", "migrate", "--json", **home))["code"] == "DISK_FULL"
            ballast.unlink()
            run(COMMAND, "db", "migrate", **home).check_returncode()
            ballast = fill(disk)
            assert failure(run(COMMAND, *person, *secret, **home))["code"] == "disk_full"
            assert run(COMMAND, "db", "status", **home).returncode == 0
            ballast.unlink()
            run(COMMAND, *person, *secret, **home).check_returncode()
        finally:
            run(COMMAND, "db", "down", **home)


def test_a_drawing_that_finds_no_room_for_its_copy_is_refused(tmp_path: Path) -> None:
    drawing = tmp_path / "plan.dxf"
    drawing.write_bytes(b"0\nSECTION\n" * 400_000)
    with small_disk(2) as disk:
        disk.chmod(0o1777)
        done = run(COMMAND, "read", drawing, "--json", TMPDIR=disk)
        assert failure(done, 2)["code"] == "DISK_FULL"
        assert list(disk.iterdir()) == []


def test_setup_says_that_there_is_no_room_before_it_downloads() -> None:
    with small_disk(60) as disk:
        for name in ("script", "requirements"):
            shutil.copytree(TOP / name, disk / name)
        shutil.copy(TOP / "pyproject.toml", disk)
        done = run(disk / "script" / "setup")
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "[DISK_FULL]" in done.stderr
        assert not (disk / ".venv").exists()
