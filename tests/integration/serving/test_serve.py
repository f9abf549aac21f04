"""`floorplans db` and `floorplans serve` as a person uses them: real processes, a real port."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from app.cluster import throwaway
from app.serving.worker import GOODBYE_S

COMMAND = Path(sys.executable).with_name("floorplans")
READY_LIMIT_S = 240.0
STOP_LIMIT_S = 60.0
LINGERING = 40
OVER_ANY_LIMIT_BYTES = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("serving") / "home"
    with throwaway(folder):
        run(folder, "db", "migrate").check_returncode()
        run(folder, "db", "down").check_returncode()
        yield folder


def environment(home: Path, port: int = 8000) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "FLOORPLANS_"))}
    return {**kept, "FLOORPLANS_HOME": str(home), "PORT": str(port)}


def run(home: Path, *words: str, port: int = 8000) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *words],
        env=environment(home, port),
        capture_output=True,
        text=True,
        check=False,
        timeout=READY_LIMIT_S,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [COMMAND, "serve"],
        env=environment(home, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=STOP_LIMIT_S)


def wait_until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line)
        if "is ready" in line:
            return line.strip()
    pytest.fail("serve ended before it was ready: " + "".join(said))


def children(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def wait_until_gone(processes: list[psutil.Process]) -> list[psutil.Process]:
    _, alive = psutil.wait_procs(processes, timeout=STOP_LIMIT_S)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def is_up(home: Path) -> bool:
    return run(home, "db", "status").returncode == 0


def test_a_database_that_is_down_has_an_exit_status_of_its_own(home: Path) -> None:
    done = run(home, "db", "status", "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout) == {"up": False, "private": True}


def test_up_migrate_and_down_answer_in_json(home: Path) -> None:
    up = json.loads(run(home, "db", "up", "--json").stdout)
    migrated = json.loads(run(home, "db", "migrate", "--json").stdout)
    down = json.loads(run(home, "db", "down", "--json").stdout)
    assert up == {"up": True, "private": True, "started": True}
    assert migrated["before"] == migrated["after"] is not None
    assert down == {"up": False, "stopped": True}


def test_serve_prints_its_address_once_it_answers_and_ctrl_c_stops_all_it_started(
    home: Path,
) -> None:
    port = free_port()
    with serving(home, port) as process:
        assert wait_until_ready(process).endswith(f"http://127.0.0.1:{port}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STOP_LIMIT_S)
        connection.request("GET", "/sign-in")
        assert connection.getresponse().status == 200
        connection.close()
        started = children(process)
        assert len(started) >= 3
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_LIMIT_S) == 0
        assert wait_until_gone(started) == []
    assert not is_up(home)


def test_clients_that_do_not_hang_up_keep_nobody_else_waiting(home: Path) -> None:
    port = free_port()
    with serving(home, port) as process, ExitStack() as held:
        wait_until_ready(process)
        for _ in range(LINGERING):
            lingering = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            lingering.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b"200 OK" in lingering.recv(100)
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STOP_LIMIT_S)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
        # One after the other they would be waited for twice as long, by each of two workers.
        assert time.monotonic() - began < LINGERING * GOODBYE_S / 4
        connection.close()


def test_a_body_over_the_limit_gets_an_answer_and_not_a_broken_connection(home: Path) -> None:
    port = free_port()
    with serving(home, port) as process:
        wait_until_ready(process)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STOP_LIMIT_S)
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Accept", "application/json")
        connection.putheader("Content-Length", str(OVER_ANY_LIMIT_BYTES))
        connection.endheaders()
        # A client may notice that nobody reads on before it is done; the answer must be there.
        with suppress(ConnectionError):
            connection.send(b"x" * OVER_ANY_LIMIT_BYTES)
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Content-Type")) == (
            413,
            "application/problem+json",
        )
        assert json.loads(answer.read())["code"] == "too_large"
        connection.close()


def test_the_log_holds_nothing_of_what_a_client_sent_even_where_that_is_no_http(
    home: Path,
) -> None:
    port, here = free_port(), "53.54177182818"
    post = "POST /api/v1/nearest HTTP/1.1\r\nHost: x\r\n"
    chunked = "Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    sent = {
        f"GET /{here}\r\n\r\n": "400",
        f"GET /near?lat={here} HTTP/9.9\r\n\r\n": "400",
        f"{post}No header at all {here}\r\n\r\n": "400",
        f"{post}X {here}: x\r\n\r\n": "400",
        f"POST /sign-in HTTP/1.1\r\nHost: x\r\n{chunked}\r\n{here}\r\n{here}": "400",
    }
    with serving(home, port) as process:
        wait_until_ready(process)
        for raw, status in sent.items():
            with socket.create_connection(("127.0.0.1", port), timeout=STOP_LIMIT_S) as connection:
                connection.sendall(raw.encode())
                assert connection.recv(100).split()[1].decode() == status
        process.terminate()
        said, _ = process.communicate(timeout=STOP_LIMIT_S)
    assert "no HTTP request" in said
    assert here not in said
    assert "127.0.0.1" not in said


def test_a_database_that_ran_before_serve_runs_on_after_it(home: Path) -> None:
    run(home, "db", "up").check_returncode()
    try:
        with serving(home, free_port()) as process:
            wait_until_ready(process)
        assert is_up(home)
    finally:
        run(home, "db", "down").check_returncode()


def test_nothing_outlives_a_killed_serve(home: Path) -> None:
    with serving(home, free_port()) as process:
        wait_until_ready(process)
        started = children(process)
        process.kill()
        process.wait(STOP_LIMIT_S)
        assert wait_until_gone(started) == []
    run(home, "db", "down").check_returncode()


def test_a_taken_port_is_told_before_the_database_is_started(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = run(home, "serve", port=other.getsockname()[1])
    assert done.returncode == 1
    assert "[PORT_TAKEN]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not is_up(home)


def test_a_setting_that_is_wrong_is_told_without_a_traceback(home: Path) -> None:
    done = subprocess.run(
        [COMMAND, "db", "status"],
        env={**environment(home), "PORT": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "PORT must be a whole number" in done.stderr
    assert "Traceback" not in done.stderr


def test_tables_that_wait_for_a_migration_stop_serve_with_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with throwaway(home):
        done = run(home, "serve", port=free_port())
    assert done.returncode == 1
    assert "[MIGRATIONS_PENDING]" in done.stderr


def test_tables_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with throwaway(home):
        run(home, "db", "migrate").check_returncode()
        sql = "UPDATE alembic_version SET version_num = '29990101_0001'"
        run(home, "db", "psql", "--", "-c", sql).check_returncode()
        done = run(home, "db", "migrate", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "SCHEMA_NEWER"
