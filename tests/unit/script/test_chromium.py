"""Where the tests' browser comes from: apt's, or Playwright's where apt's is a snap."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

TOP = Path(__file__).parents[3]
Run = Callable[..., subprocess.CompletedProcess[str]]

#: What Ubuntu's apt answers for its package that only asks for the snap.
STUB = "Package: chromium\nVersion: 1:85.0-0ubuntu1.snap1\nPre-Depends: debconf, snapd"
REAL = "Package: chromium\nVersion: 140.0-1~deb12u1\nDepends: libc6, libnss3"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of programs that comes before the machine's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def make_program(file: Path, body: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def run(programs: Path, tmp_path: Path) -> Run:
    def run_script(script: str, **more: str) -> subprocess.CompletedProcess[str]:
        helpers = "".join(f". {TOP}/script/lib/{name}.bash; " for name in ("common", "chromium"))
        own = f'venv={tmp_path}/venv; chromium_home=$venv/chromium; as_root() {{ "$@"; }}; '
        environment = {k: v for k, v in os.environ.items() if k != "FLOORPLANS_CHROMIUM"}
        return subprocess.run(
            ["bash", "-c", f"set -euo pipefail; {helpers}{own}{script}"],
            env={
                **environment,
                "PATH": f"{programs}:/usr/bin:/bin",
                "TMPDIR": str(tmp_path),
                **more,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run_script


def downloaded(venv: Path, *, whole: bool = True) -> Path:
    """What Playwright leaves behind."""
    folder = venv / "chromium" / "chromium-1255"
    program = make_program(folder / "chrome-linux64" / "chrome", "exit 0")
    if whole:
        (folder / "INSTALLATION_COMPLETE").touch()
    return program


def test_the_machines_own_chromium_is_used(run: Run, programs: Path) -> None:
    own = make_program(programs / "chromium", "exec /usr/lib/chromium/chromium")
    assert run("chromium_program").stdout.strip() == str(own)


def test_a_chromium_that_somebody_names_comes_first(run: Run, programs: Path) -> None:
    make_program(programs / "chromium", "exit 0")
    assert run("chromium_program", FLOORPLANS_CHROMIUM="/opt/mine").stdout.strip() == "/opt/mine"


def test_ubuntus_script_that_asks_for_the_snap_is_no_chromium(run: Run, programs: Path) -> None:
    make_program(programs / "chromium", "exec /snap/bin/chromium")
    assert run("found=$(chromium_program); echo none:$found").stdout == "none:\n"


def test_playwrights_chromium_stands_in_for_a_snap(
    run: Run, programs: Path, tmp_path: Path
) -> None:
    make_program(programs / "chromium", "exec /snap/bin/chromium")
    program = downloaded(tmp_path / "venv")
    assert run("chromium_program").stdout.strip() == str(program)


def test_a_download_that_was_cut_short_is_not_used(
    run: Run, programs: Path, tmp_path: Path
) -> None:
    make_program(programs / "chromium", "exec /snap/bin/chromium")
    downloaded(tmp_path / "venv", whole=False)
    assert run("chromium_program").stdout == ""


@pytest.mark.parametrize(
    ("told", "system", "offered"),
    [
        (REAL, "debian", "yes"),
        (STUB, "ubuntu", "no"),
        (REAL, "ubuntu", "yes"),
        ("", "debian", "yes"),
        ("", "ubuntu", "no"),
    ],
)
def test_apt_is_asked_only_for_a_chromium_that_is_one(
    run: Run, programs: Path, tmp_path: Path, told: str, system: str, offered: str
) -> None:
    make_program(programs / "apt-cache", f"printf '%s\\n' '{told}'" if told else "exit 100")
    release = tmp_path / "os-release"
    release.write_text(f'NAME="Some"\nID={system}\n')
    done = run("apt_has_chromium && echo yes || echo no", OS_RELEASE=str(release))
    assert done.stdout.strip() == offered


def test_where_apt_has_none_playwrights_is_downloaded(
    run: Run, programs: Path, tmp_path: Path
) -> None:
    make_program(programs / "chromium", "exec /snap/bin/chromium")
    made = '"$PLAYWRIGHT_BROWSERS_PATH/chromium-1255"'
    make_program(
        tmp_path / "venv" / "bin" / "playwright",
        f'[ "$1" = install ] || exit 0; mkdir -p {made}/chrome-linux64; '
        f"touch {made}/INSTALLATION_COMPLETE {made}/chrome-linux64/chrome; "
        f"chmod +x {made}/chrome-linux64/chrome",
    )
    done = run("ensure_chromium; chromium_program")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("chromium-1255/chrome-linux64/chrome\n")


@pytest.mark.parametrize(
    ("output", "code"),
    [("Error: Download failure, code=1", "CHROMIUM_FAILED"), ("ENOTFOUND", "NO_NETWORK")],
)
def test_a_download_that_fails_ends_in_one_sentence(
    run: Run, programs: Path, tmp_path: Path, output: str, code: str
) -> None:
    make_program(programs / "chromium", "exec /snap/bin/chromium")
    make_program(tmp_path / "venv" / "bin" / "playwright", f"echo '{output}' >&2; exit 1")
    done = run("ensure_chromium")
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_named_chromium_that_is_none_is_told(run: Run) -> None:
    done = run("ensure_chromium", FLOORPLANS_CHROMIUM="/nowhere/chromium")
    assert "[SETTING_INVALID]" in done.stderr
    assert "/nowhere/chromium" in done.stderr
