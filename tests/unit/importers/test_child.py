"""The reading child: what it may cost, and what it cannot do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from importers import wire
from importers.alarm import TimeUp, at_most
from importers.base import Limits
from importers.child import read_in_child, read_many
from importers.child_process import ENVIRONMENT, Reading
from importers.issues import ImportRefused
from importers.profile import PROFILE_RULES, Profile
from importers.refusals import out_of_time
from importers.workspace import Workspace
from tests.support.drawings import make_drawing, make_office, text_of
from tests.support.slowness import PATIENCE_S

ROOT = Path(__file__).resolve().parents[3]
PROBE = """
import sys; sys.path.insert(0, {root!r})
import ctypes, os, socket, subprocess
from importers.base import Limits
from importers.sandbox import close_the_doors, limit_this_process
close_the_doors(); limit_this_process(Limits())
try:
{attempt}
    print("done")
except (OSError, MemoryError) as refused:
    print("refused")
"""


def attempt(code: str) -> str:
    """What a process says that gave up its rights and then tries ``code``."""
    body = "\n".join("    " + line for line in code.splitlines())
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROBE.format(root=str(ROOT), attempt=body)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return done.stdout.strip()


def test_it_cannot_reach_a_database_over_the_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = f"socket.socket(socket.AF_INET).connect(('127.0.0.1', {port}))"
        assert attempt(code) == "refused"


def test_it_cannot_reach_a_database_through_a_socket_file():
    assert attempt("socket.socket(socket.AF_UNIX)") == "refused"


def test_it_stands_in_a_network_of_its_own_where_the_system_allows_one():
    spaces = ["--net"] if os.geteuid() == 0 else ["--user", "--net"]
    allowed = subprocess.run(["unshare", *spaces, "true"], check=False, stderr=subprocess.DEVNULL)
    network = attempt("print(os.readlink('/proc/self/ns/net'))").splitlines()[0]
    assert network.startswith("net:")
    assert (network != os.readlink("/proc/self/ns/net")) == (allowed.returncode == 0)


def test_it_has_no_rights_beyond_those_of_an_ordinary_user():
    told = attempt("print(open('/proc/self/status').read())")
    assert "CapEff:\t0000000000000000\n" in told


def test_it_cannot_write_a_file(tmp_path):
    tmp_path.chmod(0o777)
    target = tmp_path / "written"
    target.touch()
    target.chmod(0o666)
    assert attempt(f"open({str(target)!r}, 'w', buffering=1).write('x' * 10000)") == "refused"
    assert target.read_text() == ""


def test_it_cannot_start_a_program():
    assert attempt("os.execv('/bin/true', ['true'])") == "refused"


def test_it_cannot_take_more_memory_than_it_is_given():
    assert attempt("bytearray(Limits().memory_bytes)") == "refused"


def test_it_cannot_look_into_the_files_of_root():
    assert attempt("open('/etc/shadow').read()") == "refused"


def test_the_probes_do_work_where_nothing_was_given_up():
    # The control: the same attempt succeeds in a process that kept its rights.
    code = f"import socket; socket.socket(socket.AF_UNIX); print({os.getpid()})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == str(os.getpid())


@pytest.fixture
def office(tmp_path) -> Path:
    path = tmp_path / "office.dxf"
    path.write_text(text_of(make_office()))
    return path


@pytest.fixture(scope="session")
def heavy(tmp_path_factory) -> Path:
    """A drawing of 120,000 lines: seconds of reading and hundreds of megabytes."""
    line = "0\nLINE\n8\nTREES\n10\n{0}.0\n20\n0.0\n11\n{0}.0\n21\n5.0\n"
    lines = "".join(line.format(x) for x in range(120_000))
    path = tmp_path_factory.mktemp("heavy") / "heavy.dxf"
    path.write_text("0\nSECTION\n2\nENTITIES\n" + lines + "0\nENDSEC\n0\nEOF\n")
    return path


def refusal(path: Path, limits: Limits) -> str:
    with pytest.raises(ImportRefused) as refused:
        read_in_child(path, limits=limits)
    assert refused.value.message
    assert refused.value.advice
    return refused.value.code


def test_a_good_drawing_comes_back_as_a_draft(office):
    draft = read_in_child(office)
    assert [room.number for room in draft.rooms] == ["101", "102"]
    assert len(draft.desks) == 4


def test_progress_is_told_from_start_to_end(office):
    told: list[tuple[str, float]] = []
    read_in_child(office, progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("Done", 1.0)


def test_a_profile_reaches_the_child(office):
    draft = read_in_child(office, Profile(blocks={"DESK-*": "furniture"}))
    roles = {block.name: block.role for block in draft.blocks}
    assert roles["DESK-160"] == "furniture"


def test_the_largest_profile_reaches_the_child(office):
    long = "with a long and telling name"
    rules = {f"A layer {long} {i}": "ignore" for i in range(PROFILE_RULES - 1)}
    rules["DESK-*"] = "furniture"
    draft = read_in_child(office, Profile.from_mapping({"layers": rules, "blocks": rules}))
    assert len(draft.rooms) == 2
    assert {block.role for block in draft.blocks if block.name == "DESK-160"} == {"furniture"}


def test_a_drawing_that_takes_too_long_is_stopped(heavy):
    started = time.monotonic()
    assert refusal(heavy, Limits(wall_s=1)) == "TIME_LIMIT"
    assert time.monotonic() - started < PATIENCE_S


def test_a_drawing_that_takes_too_much_processor_time_is_stopped(heavy):
    assert refusal(heavy, Limits(cpu_s=1)) == "TIME_LIMIT"


def test_a_drawing_that_takes_too_much_memory_is_stopped(heavy):
    limits = Limits(memory_bytes=180 * 1024 * 1024)
    assert refusal(heavy, limits) == "MEMORY_LIMIT"


def test_a_draft_that_is_too_large_is_refused(office):
    assert refusal(office, Limits(result_bytes=1000)) == "RESULT_TOO_LARGE"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(office):
    assert refusal(office, Limits(file_bytes=1000)) == "FILE_TOO_LARGE"


def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path):
    pipe = tmp_path / "pipe.dxf"
    os.mkfifo(pipe)
    assert refusal(pipe, Limits()) == "FILE_NOT_READABLE"


def test_a_late_drawing_does_not_take_the_others_with_it(heavy, office):
    paths = [office, heavy, office]
    outcomes = list(read_many(paths, limits=Limits(wall_s=2)))
    assert [outcome.path for outcome in outcomes] == paths
    assert [outcome.json is not None for outcome in outcomes] == [True, False, True]
    assert outcomes[0].json == outcomes[2].json


def test_the_child_sees_no_environment_of_its_parent(monkeypatch, heavy):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret@db/floorplans")
    seen: list[bytes] = []
    before = set(psutil.Process().children(recursive=True))

    def look(_stage: str, _share: float) -> None:
        children = set(psutil.Process().children(recursive=True)) - before
        seen.extend(Path(f"/proc/{child.pid}/environ").read_bytes() for child in children)

    with pytest.raises(ImportRefused):
        read_in_child(heavy, limits=Limits(wall_s=1), progress=look)
    assert seen
    assert not any(b"DATABASE_URL" in environment for environment in seen)


def test_nothing_is_left_running(office, heavy):
    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(ImportRefused):
        read_in_child(heavy, limits=Limits(wall_s=1))
    read_in_child(office)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_a_killed_service_leaves_no_reader_behind(heavy):
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path; "
        "from importers.child import read_in_child; "
        f"read_in_child(Path({str(heavy)!r}), progress=lambda *told: print(told, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        service.stdout.readline()
        readers = psutil.Process(service.pid).children(recursive=True)
        service.kill()
    assert len(readers) == 2
    _, alive = psutil.wait_procs(readers, timeout=PATIENCE_S)
    assert alive == []


def test_copies_of_drawings_are_gone_afterwards(office):
    with Workspace(Limits()) as workspace:
        copy = workspace.admit(office)
        assert copy.read_bytes() == office.read_bytes()
        workspace.leave(copy)
        assert copy == office or not copy.exists()
    assert office.exists()
    assert copy == office or not copy.parent.exists()


def test_a_temporary_folder_of_root_alone_is_not_used(office, tmp_path, monkeypatch):
    # pytest keeps its folders to their owner, so a child without rights could not enter this one.
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len(read_in_child(office).rooms) == 2


def test_the_parent_never_loads_the_reader_to_print_json():
    code = (
        "import sys; import app.cli.read; "
        "print({'ezdxf', 'shapely', 'numpy', 'flask', 'sqlalchemy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "set()"


def test_a_drawing_of_one_line_is_read_like_any_other(tmp_path):
    doc = make_drawing()
    doc.modelspace().add_line((0, 0), (5, 0))
    path = tmp_path / "line.dxf"
    path.write_text(text_of(doc))
    assert read_in_child(path).rooms == ()


def test_what_ends_while_a_picture_is_drawn_does_not_cost_the_reading():
    left, right = os.pipe()
    try:
        job = {"picture": True}
        reading = Reading(0, job, Limits(), left, wire.Receiver(1 << 20), result=b"{}")
        assert not reading.finished
        reading.fail(out_of_time())
        assert reading.finished
        assert reading.refused is None
        assert reading.picture == b""
    finally:
        os.close(left)
        os.close(right)


def _work_for_ever():
    while True:
        pass


def test_work_that_takes_too_long_is_interrupted():
    with pytest.raises(TimeUp), at_most(0.2):
        _work_for_ever()


def test_a_limit_inside_another_does_not_end_the_outer_one():
    with pytest.raises(TimeUp), at_most(0.3):
        _work_within_a_limit_of_its_own()


def _work_within_a_limit_of_its_own():
    with at_most(5):
        pass
    _work_for_ever()


def test_work_in_time_is_left_alone():
    with at_most(0.5):
        done = sum(range(1000))
    time.sleep(0.6)
    assert done == 499500
