"""Folders for temporary files: gone with their process, however that ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from importers.scratch import PREFIX, scratch_folder, sweep

ROOT = Path(__file__).parents[3]
KEEP_ONE = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from importers.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "drawing").write_text("secret")
    print(folder, flush=True)
    sys.stdin.read()
"""


def start_one(place: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process that has such a folder with a file in it."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEEP_ONE, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_gone_when_it_is_left(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as folder:
        (folder / "a").write_text("b")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_gone_when_what_is_done_in_it_fails(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broken"), scratch_folder(tmp_path):
        raise ValueError("broken")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_folder_that_is_made(tmp_path: Path) -> None:
    process, folder = start_one(tmp_path)
    with process:
        process.kill()
    assert (folder / "drawing").exists()
    with scratch_folder(tmp_path) as another:
        assert list(tmp_path.iterdir()) == [another]


def test_the_folder_of_a_living_process_stays(tmp_path: Path) -> None:
    process, folder = start_one(tmp_path)
    with process:
        assert sweep(tmp_path) == 0
        with scratch_folder(tmp_path):
            assert (folder / "drawing").read_text() == "secret"
        assert process.stdin is not None
        process.stdin.close()
    assert list(tmp_path.iterdir()) == []


def test_what_others_keep_beside_them_stays(tmp_path: Path) -> None:
    (tmp_path / "floorplans-notes").mkdir()
    (tmp_path / f"{PREFIX}file").write_text("no folder")
    (tmp_path / f"{PREFIX}link").symlink_to(tmp_path / "floorplans-notes")
    with scratch_folder(tmp_path):
        pass
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"floorplans-notes", f"{PREFIX}file", f"{PREFIX}link"}
