"""What every command does when it cannot do what it was asked: one sentence, or one JSON object."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli._telling import troubles_told

PLACE = ("--site", "HQ", "--building", "Main", "--floor", "1")

WRONG_USE = [
    ("import",),
    ("import", "plan.dxf"),
    ("import", "plan.dxf", *PLACE, "--ordinal", "first"),
    ("read",),
    ("read", "plan.dxf", "--no-such-option"),
    ("token", "create"),
    ("token", "create", "--person", "a@b.test", "--days", "0"),
    ("token", "revoke", "--person", "a@b.test", "twelve"),
    ("person", "create", "a@b.test", "--name", "A", "--password", "long enough to be one"),
    ("db", "up", "now"),
    ("db", "no-such-command"),
    ("demo", "load", "--no-such-option"),
    ("doctor", "all"),
    ("no-such-command",),
]
#: Commands that begin with a file, before they start anything.
ON_FILES = [("read",), ("import", *PLACE), ("demo", "load")]
ON_A_DATABASE = [
    ("db", "up"),
    ("db", "migrate"),
    ("token", "list", "--person", "a@b.test"),
    ("doctor",),
    ("demo", "load"),
]


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that is not there, and must not be begun by a command that fails."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path / "home"))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def told(done: Result) -> dict[str, str]:
    """The one object of a failure, whose three texts are not empty."""
    (said,) = json.loads(done.stdout).values()
    assert set(said) == {"code", "message", "advice"}
    assert all(said.values())
    return dict(said)


@pytest.mark.parametrize("words", WRONG_USE, ids=" ".join)
def test_a_wrong_use_is_one_json_object_with_exit_status_2(words: tuple[str, ...]) -> None:
    done = run(*words, "--json")
    assert done.exit_code == 2
    assert told(done)["code"] == "USAGE"
    assert "--help" in told(done)["advice"]


@pytest.mark.parametrize("words", ON_FILES, ids=" ".join)
@pytest.mark.parametrize("kind", ["missing", "folder", "closed"])
def test_a_file_that_cannot_be_opened_is_refused_before_anything_is_begun(
    words: tuple[str, ...], kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "plan.dxf"
    if kind == "folder":
        file.mkdir()
    elif kind == "closed":
        # Nobody may open this one, not even root.
        file.symlink_to("/proc/self/mem/plan.dxf")
    done = run(*words, file, "--json")
    assert done.exit_code == 2
    assert told(done)["code"] == "FILE_NOT_READABLE"
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("words", ON_FILES, ids=" ".join)
def test_a_person_gets_the_same_as_a_line_on_standard_error(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    done = run(*words, tmp_path / "none.dxf")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "FILE_NOT_READABLE" in done.stderr


@pytest.mark.parametrize("words", ON_A_DATABASE, ids=" ".join)
def test_a_server_that_does_not_answer_is_one_json_object_with_exit_status_1(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u@/d?host={tmp_path}")
    done = run(*words, "--json")
    assert done.exit_code == 1
    assert told(done)["code"] == "DATABASE_UNREACHABLE"


@pytest.mark.parametrize("words", ON_A_DATABASE, ids=" ".join)
def test_a_home_that_is_no_folder_is_one_json_object_with_exit_status_1(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("")
    done = run(*words, "--json")
    assert done.exit_code == 1
    assert told(done)["code"] == "HOME_UNUSABLE"


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "DISK_FULL"), (errno.EACCES, "MACHINE_REFUSED")]
)
def test_what_the_machine_refuses_is_told_in_one_line(
    number: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, troubles_told(as_json=False):
        raise OSError(number, "as the machine says", "/some/file")
    assert ended.value.code == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert code in line
    assert "/some/file" in line
