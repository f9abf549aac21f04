"""What the set-up scripts say when a step fails: one sentence with the real cause."""

import os
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[3]


def run(script: str) -> subprocess.CompletedProcess[str]:
    # A failed step leaves its output in the folder for temporary files.
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            ["bash", "-c", f"set -euo pipefail; . {TOP}/script/lib/common.bash; {script}"],
            env={**os.environ, "TMPDIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("cp: error writing: No space left on device", "DISK_FULL"),
        ("Temporary failure in name resolution", "NO_NETWORK"),
        ("npm error code EAI_AGAIN", "NO_NETWORK"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "APT_BUSY"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "HASH_MISMATCH"),
        ("FileNotFoundError: something else", "STEP_FAILED"),
    ],
)
def test_a_failed_step_names_its_cause(output: str, code: str) -> None:
    done = run(
        f"step() {{ echo '{output}' >&2; return 3; }}; run_step STEP_FAILED 'It failed' step"
    )
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_step_that_works_says_nothing() -> None:
    done = run("run_step STEP_FAILED 'It failed' echo fine")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_taken_port_is_told_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = run(f"check_port {server.getsockname()[1]}; echo started")
    assert "[PORT_TAKEN]" in done.stderr
    assert "started" not in done.stdout


@pytest.mark.parametrize("port", ["x", "0", "65536", "''"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert "[SETTING_INVALID]" in run(f"check_port {port}").stderr


def test_a_disk_with_too_little_room_is_told_before_a_step() -> None:
    assert "[DISK_FULL]" in run("need_space 999999999 /").stderr


def test_a_machine_without_a_package_manager_is_told_what_to_install() -> None:
    done = run(f". {TOP}/script/lib/packages.bash; PATH=/nowhere; install_packages alpha beta")
    assert "[APT_MISSING]" in done.stderr
    assert "alpha beta" in done.stderr


def test_a_fingerprint_changes_with_a_file_and_with_a_word(tmp_path: Path) -> None:
    file = tmp_path / "file"
    prints = set()
    for content, word in [("a", "x"), ("b", "x"), ("b", "y")]:
        file.write_text(content)
        prints.add(run(f"fingerprint {file} {word}").stdout)
    assert len(prints) == 3
