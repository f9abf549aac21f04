"""Six things that code of a stranger's would try in the reading child, each of them refused.

Each probe runs in a process that has closed its doors as the child's workers do: started by root,
and started by an ordinary user. Its control runs the same code where nothing was closed.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from importers.child_process import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[3]
SECRET = "postgresql://secret@db/floorplans"
#: Both load their libraries first, as the child does: later they may not be found any more.
PROBE = """
import sys; sys.path[:0] = [{root!r}]
import ctypes, os, resource, socket, struct, threading
from pathlib import Path
from importers.base import Limits
from importers.landlock import open_only
from importers.sandbox import become_nobody, close_the_doors, limit_this_process
if {doors!r} == "closed by root":
    close_the_doors(); limit_this_process(Limits()); open_only(Path({drawing!r}))
if {doors!r} == "closed by a user":
    if os.geteuid() == 0:
        become_nobody()
    close_the_doors(); limit_this_process(Limits()); open_only(Path({drawing!r}))
try:
{code}
    print("done", flush=True)
except (OSError, RuntimeError) as refused:
    print("refused", flush=True)
"""
CLOSED = ["closed by root", "closed by a user"]
pytestmark = pytest.mark.parametrize("doors", [*CLOSED, "open"])


@pytest.fixture
def drawing(tmp_path) -> Path:
    """A drawing where every user can reach it, as the workspace of the child lays it out."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    tmp_path.chmod(0o777)
    path = tmp_path / "drawing.dxf"
    path.write_text("0\nEOF\n")
    return path


def says(doors: str, code: str, drawing: Path) -> str:
    """What a process with its doors so says when it has run ``code``."""
    body = "\n".join("    " + line for line in code.strip().splitlines())
    probe = PROBE.format(root=str(ROOT), doors=doors, drawing=str(drawing), code=body)
    done = subprocess.run(
        [sys.executable, "-I", "-c", probe],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout.strip() or done.stderr


def expected(doors: str) -> str:
    return "done" if doors == "open" else "refused"


def test_probe_1_a_database_cannot_be_reached_by_socket_file_or_tcp(doors, drawing):
    place = drawing.with_name(".s.PGSQL.5432")
    with socket.socket(socket.AF_UNIX) as server, socket.create_server(("127.0.0.1", 0)) as other:
        server.bind(str(place))
        place.chmod(0o777)
        server.listen()
        by_file = f"socket.socket(socket.AF_UNIX).connect({str(place)!r})"
        by_tcp = f"socket.socket().connect(('127.0.0.1', {other.getsockname()[1]}))"
        assert says(doors, by_file, drawing) == expected(doors)
        assert says(doors, by_tcp, drawing) == expected(doors)


@pytest.mark.parametrize(
    "code",
    [
        "open({file!r}).read()",
        "open({file!r}, 'w')",
        "open({folder!r} + '/new', 'x')",
        "os.mkdir({folder!r} + '/new')",
        "os.listdir({folder!r})",
        "os.unlink({file!r})",
        "os.rename({file!r}, {file!r} + '2')",
    ],
)
def test_probe_2_files_outside_cannot_be_read_written_made_or_removed(doors, drawing, code):
    other = drawing.with_name("other")
    other.write_text(SECRET)
    other.chmod(0o666)
    attempt = code.format(file=str(other), folder=str(drawing.parent))
    assert says(doors, attempt, drawing) == expected(doors)
    if doors != "open":
        assert other.read_text() == SECRET
        assert sorted(os.listdir(drawing.parent)) == ["drawing.dxf", "other"]


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_UNIX"])
def test_probe_3_no_way_to_the_network_can_be_opened(doors, drawing, family):
    kind = "socket.SOCK_RAW" if family == "AF_NETLINK" else "socket.SOCK_DGRAM"
    assert says(doors, f"socket.socket(socket.{family}, {kind})", drawing) == expected(doors)


def test_probe_4_the_environment_of_the_service_cannot_be_read(doors, drawing, monkeypatch):
    service = os.getpid()
    assert says(doors, f"open('/proc/{service}/environ', 'rb').read()", drawing) == expected(doors)
    monkeypatch.setenv("DATABASE_URL", SECRET)
    held = "assert 'DATABASE_URL' not in os.environ"
    assert says(doors, held, drawing) == "done"


def test_probe_5_a_fork_bomb_finds_no_room_for_a_second_process_or_thread(doors, drawing):
    fork = "child = os.fork()\nif child == 0: os._exit(0)\nos.waitpid(child, 0)"
    thread = "threading.Thread(target=int).start()"
    for code in (fork, thread):
        assert says(doors, code, drawing) == expected(doors)


def test_probe_6_a_link_in_place_of_the_drawing_leads_nowhere(doors, drawing):
    # It is planted after the drawing was let in: before that, the service would read the target.
    other = drawing.with_name("other")
    other.write_text(SECRET)
    other.chmod(0o644)
    link = drawing.with_name("link.dxf")
    link.symlink_to(other)
    assert says(doors, f"open({str(link)!r}).read()", drawing) == expected(doors)
    plant = f"os.symlink({str(other)!r}, {str(drawing.with_name('mine'))!r})"
    assert says(doors, plant, drawing) == expected(doors)
    assert says(doors, f"assert open({str(drawing)!r}).read()", drawing) == "done"
