"""The private cluster: made at the first use, safe to start twice, silent, and nobody else's."""

import os
import pwd
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.cluster import ClusterError, Connections, throwaway
from app.cluster.account import server_account
from app.cluster.configuration import PRIVACY, THROWAWAY
from app.cluster.layout import LONGEST_SOCKET_PATH_BYTES
from app.cluster.private import ensure_private, is_private_running, stop_private
from app.settings import make_folder
from tests.support.slowness import eventually

# A number that stands for somebody's position and occurs nowhere else.
CANARY = "987.6543219"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster") / "home"


@pytest.fixture(scope="module")
def connections(home: Path) -> Iterator[Connections]:
    with throwaway(home) as connections:
        yield connections


@pytest.fixture(autouse=True)
def _running(home: Path, connections: Connections) -> None:
    ensure_private(home, THROWAWAY)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]


def admin_in_database(connections: Connections) -> str:
    assert connections.admin_url is not None
    return connections.admin_url.replace("/postgres?", "/floorplans?")


def data(home: Path) -> Path:
    return (home / "cluster" / "data").resolve()


def postmaster(home: Path) -> int:
    return int((data(home) / "postmaster.pid").read_text().split("\n")[0])


def everything_logged(home: Path) -> str:
    files = (home / "cluster" / "log").resolve().iterdir()
    return "".join(file.read_text() for file in files)


def test_the_app_can_neither_bypass_row_security_nor_become_another_role(
    connections: Connections,
) -> None:
    query = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = user"
    assert ask(connections.app_url, query) is False
    for role in ("floorplans_owner", "floorplans_definer", "floorplans_admin"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(connections.app_url, f"SET ROLE {role}")


def test_the_app_uses_the_owners_new_tables_and_makes_none(connections: Connections) -> None:
    with psycopg.connect(connections.owner_url, autocommit=True) as owner:
        owner.execute("CREATE TABLE made_later (id bigint GENERATED ALWAYS AS IDENTITY)")
        assert ask(connections.app_url, "INSERT INTO made_later DEFAULT VALUES RETURNING id") == 1
        owner.execute("DROP TABLE made_later")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(connections.app_url, "CREATE TABLE mine (id int)")


def test_the_owner_can_hand_a_function_to_the_definer(connections: Connections) -> None:
    with psycopg.connect(connections.owner_url) as owner:
        owner.execute("CREATE FUNCTION reviewed() RETURNS int LANGUAGE sql RETURN 1")
        owner.execute("ALTER FUNCTION reviewed() OWNER TO floorplans_definer")
        owner.rollback()


def test_both_extensions_are_there(connections: Connections) -> None:
    query = "SELECT count(*) FROM pg_extension WHERE extname IN ('postgis', 'btree_gist')"
    assert ask(connections.app_url, query) == 2


def test_the_server_has_no_network_and_not_the_usual_port(connections: Connections) -> None:
    assert ask(connections.app_url, "SHOW listen_addresses") == ""
    assert ask(connections.app_url, "SHOW port") != "5432"


def test_the_server_never_runs_as_root(home: Path) -> None:
    assert Path(f"/proc/{postmaster(home)}").stat().st_uid != 0


def test_only_its_own_account_can_enter_its_folders(home: Path) -> None:
    folders = [home / "cluster", *(home / "cluster" / name for name in ("data", "log", "run"))]
    assert [folder.stat().st_mode & 0o077 for folder in folders] == [0, 0, 0, 0]


@pytest.mark.parametrize(("name", "value"), PRIVACY.items(), ids=PRIVACY)
def test_a_setting_of_privacy_holds(connections: Connections, name: str, value: str) -> None:
    with psycopg.connect(connections.app_url) as connection:
        row = connection.execute("SELECT setting FROM pg_settings WHERE name = %s", [name])
        assert row.fetchone() == (value,)


def fail_with_a_position(url: str, *, loudly: bool = False) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if loudly:
            connection.execute("SET log_min_messages = 'error'")
            connection.execute("SET log_parameter_max_length_on_error = -1")
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT st_asgeojson(st_geomfromtext(%s))", [f"POINT({CANARY}"])
        with pytest.raises(psycopg.Error):
            connection.execute(f"SELECT 1/0, {CANARY}".encode())
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT %s::int", [CANARY])


def test_a_position_in_a_failing_query_is_not_in_the_servers_log(
    home: Path, connections: Connections
) -> None:
    fail_with_a_position(admin_in_database(connections))
    time.sleep(0.3)
    assert CANARY not in everything_logged(home)


def test_the_same_search_finds_it_when_the_log_is_loud(
    home: Path, connections: Connections
) -> None:
    fail_with_a_position(admin_in_database(connections), loudly=True)
    assert eventually(lambda: CANARY in everything_logged(home))
    for file in (home / "cluster" / "log").resolve().iterdir():
        os.truncate(file, 0)


def test_a_second_start_starts_nothing(home: Path) -> None:
    before = postmaster(home)
    assert ensure_private(home, THROWAWAY).started is False
    assert postmaster(home) == before


def test_a_stop_stops_and_a_second_stop_says_there_was_nothing(home: Path) -> None:
    assert stop_private(home) is True
    assert is_private_running(home) is False
    assert stop_private(home) is False


def test_a_killed_server_comes_back_with_its_data(home: Path, connections: Connections) -> None:
    with psycopg.connect(connections.owner_url, autocommit=True) as owner:
        # A throw-away cluster does not wait for the disk by itself.
        owner.execute("SET synchronous_commit = on")
        owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
    os.kill(postmaster(home), signal.SIGKILL)
    restarted = ensure_private(home, THROWAWAY)
    assert restarted.started is True
    assert ask(connections.owner_url, "SELECT one FROM kept") == 1


def test_a_stale_process_number_that_another_program_has_now_does_not_stop_the_start(
    home: Path,
) -> None:
    stop_private(home)
    pid_file = data(home) / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{data(home)}\n1\n54329\n\n\n")
    account = server_account(data(home))
    os.chown(pid_file, account.uid, account.gid)
    assert is_private_running(home) is False
    assert ensure_private(home, THROWAWAY).started is True


def test_two_starters_at_once_start_one_server(home: Path) -> None:
    stop_private(home)
    answers: list[Connections] = []
    starters = [
        threading.Thread(target=lambda: answers.append(ensure_private(home, THROWAWAY)))
        for _ in range(4)
    ]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert sorted(answer.started for answer in answers) == [False, False, False, True]


def test_data_of_another_version_is_left_alone_and_named(home: Path) -> None:
    stop_private(home)
    version = data(home) / "PG_VERSION"
    real = version.read_text()
    version.write_text("9\n")
    try:
        with pytest.raises(ClusterError, match="made by PostgreSQL 9") as refusal:
            ensure_private(home, THROWAWAY)
    finally:
        version.write_text(real)
    assert refusal.value.code == "CLUSTER_OTHER_VERSION"


def test_a_broken_settings_file_is_told_in_one_sentence(home: Path) -> None:
    stop_private(home)
    conf = data(home) / "postgresql.conf"
    real = conf.read_text()
    conf.write_text(real + "no_such_setting = 1\n")
    try:
        with pytest.raises(ClusterError, match="did not start") as refusal:
            ensure_private(home, THROWAWAY)
    finally:
        conf.write_text(real)
    assert refusal.value.code == "CLUSTER_NOT_STARTED"
    assert "\n" not in refusal.value.message


def test_a_full_disk_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.cluster.server.NEEDED_BYTES", 2**60)
    try:
        with pytest.raises(ClusterError) as refusal:
            ensure_private(tmp_path / "home")
        assert refusal.value.code == "DISK_FULL"
        assert not (tmp_path / "home" / "cluster" / "data").exists()
    finally:
        remove_link_target(tmp_path / "home" / "cluster")


def test_a_home_too_deep_for_a_socket_gets_a_short_folder_of_its_own(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 90) / "home"
    make_folder(deep)
    for folder in (tmp_path, deep.parent, deep):
        folder.chmod(0o755)
    with throwaway(deep) as connections:
        assert ask(connections.app_url, "SELECT 1") == 1
        folder = Path(str(ask(admin_in_database(connections), "SHOW unix_socket_directories")))
        assert len(os.fsencode(folder)) < LONGEST_SOCKET_PATH_BYTES


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_as_root_the_data_belongs_to_the_servers_account(home: Path) -> None:
    assert pwd.getpwuid(data(home).stat().st_uid).pw_name == "postgres"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_data_that_belongs_to_root_is_refused(home: Path) -> None:
    stop_private(home)
    folder = data(home)
    owner = folder.stat()
    os.chown(folder, 0, 0)
    try:
        with pytest.raises(ClusterError) as refusal:
            ensure_private(home, THROWAWAY)
    finally:
        os.chown(folder, owner.st_uid, owner.st_gid)
    assert refusal.value.code == "CLUSTER_OF_ROOT"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_account_is_told_whose_database_it_is() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with throwaway(folder):
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
            try:
                with pytest.raises(ClusterError, match="account postgres") as refusal:
                    ensure_private(folder)
            finally:
                os.seteuid(0)
    assert refusal.value.code == "CLUSTER_OF_ANOTHER_ACCOUNT"


def remove_link_target(entry: Path) -> None:
    target = entry.resolve()
    for folder in (target / "log", target / "run", target):
        if folder.is_dir():
            folder.rmdir()
