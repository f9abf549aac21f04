"""A server of one's own: prepared as far as its login may, and refused in one clear sentence."""

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from app.cli import main
from app.cluster import Address, ClusterError, Connections, ensure_cluster, throwaway
from app.cluster.quiet import WISHES, value_of
from app.settings import Settings
from tests.support.slowness import eventually

TOP = Path(__file__).parents[3]
ROLES = ("floorplans_owner", "floorplans_app", "floorplans_definer")
PASSWORD_LOGINS = "boss,plain,floorplans_owner,floorplans_app"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("external") / "home"


@pytest.fixture(scope="module")
def cluster(home: Path) -> Iterator[Connections]:
    """A server that asks for passwords, as a stranger's would."""
    with throwaway(home) as connections:
        access = home / "cluster" / "data" / "pg_hba.conf"
        rule = f"local all {PASSWORD_LOGINS} scram-sha-256\n"
        access.write_text(rule + access.read_text())
        yield connections


@pytest.fixture
def server(cluster: Connections) -> Address:
    """The address of an administrator on a server that knows nothing of Floorplans."""
    assert cluster.admin_url is not None
    admin = Address.parse(cluster.admin_url)
    with psycopg.connect(admin.url(), autocommit=True) as connection:
        for database in ("floorplans", "plans"):
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
        for role in ("boss", "plain", *ROLES):
            connection.execute(f"DROP ROLE IF EXISTS {role}".encode())
        connection.execute("CREATE ROLE boss LOGIN SUPERUSER PASSWORD 'hush'")
        connection.execute("CREATE ROLE plain LOGIN PASSWORD 'hush'")
        connection.execute("SELECT pg_reload_conf()")
    return admin.as_user("boss", "hush").in_database("plans")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def one(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return None if row is None else row[0]


def test_an_administrators_login_prepares_everything(server: Address, tmp_path: Path) -> None:
    connections = ensure_cluster(Settings(home=tmp_path, database_url=server.url()))
    assert one(connections.owner_url, "SELECT current_user") == "floorplans_owner"
    assert one(connections.app_url, "SELECT current_user") == "floorplans_app"
    assert one(connections.app_url, "SELECT current_database()") == "plans"
    assert one(connections.app_url, "SELECT postgis_version() IS NOT NULL") is True
    assert connections.private is False


def test_the_passwords_are_kept_for_the_owner_of_the_home_alone(
    server: Address, tmp_path: Path
) -> None:
    ensure_cluster(Settings(home=tmp_path, database_url=server.url()))
    kept = sorted((tmp_path / "database").iterdir())
    assert [file.name for file in kept] == ["floorplans_app", "floorplans_owner"]
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}


def test_a_second_start_changes_nothing(server: Address, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=server.url())
    query = "SELECT string_agg(rolpassword, ',' ORDER BY rolname) FROM pg_authid"
    first = ensure_cluster(settings)
    before = one(server.url(), query)
    assert ensure_cluster(settings) == first
    assert one(server.url(), query) == before


def is_quiet(app_url: str) -> bool:
    with psycopg.connect(app_url, autocommit=True) as connection:
        return all(wish.is_met_by(value_of(connection, wish.name)) for wish in WISHES)


@pytest.fixture
def loud(server: Address) -> Iterator[Address]:
    """The same server, where everything is written down."""
    settings = {
        "log_statement": "all",
        "log_min_duration_statement": "0",
        "log_parameter_max_length": "-1",
        "log_parameter_max_length_on_error": "-1",
        "log_min_messages": "warning",
        "log_error_verbosity": "default",
        "debug_print_parse": "on",
    }
    with psycopg.connect(server.in_database("postgres").url(), autocommit=True) as connection:
        for name, value in settings.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        connection.execute("SELECT pg_reload_conf()")
        yield server
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")


def test_an_administrators_login_keeps_a_loud_server_from_writing_positions_down(
    loud: Address, tmp_path: Path
) -> None:
    connections = ensure_cluster(Settings(home=tmp_path, database_url=loud.url()))
    assert connections.loud == ()
    assert is_quiet(connections.app_url)
    assert not is_quiet(loud.url())
    # Only the service's own login is quiet: the rest of the server is not ours to change.
    assert one(loud.url(), "SHOW log_statement") == "all"


def test_a_position_is_in_the_log_of_a_loud_server_only_when_another_login_asks(
    loud: Address, home: Path, tmp_path: Path
) -> None:
    connections = ensure_cluster(Settings(home=tmp_path, database_url=loud.url()))
    for url, position in ((connections.app_url, 987.6543219), (loud.url(), 123.4567891)):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT %s::float8", [position])
            with pytest.raises(psycopg.Error):
                connection.execute("SELECT st_geomfromtext(%s)", [f"POINT({position}"])
    assert eventually(lambda: "123.4567891" in everything_logged(home))
    assert "987.6543219" not in everything_logged(home)


def everything_logged(home: Path) -> str:
    return "".join(f.read_text() for f in (home / "cluster" / "log").resolve().iterdir())


def test_a_setting_that_got_lost_is_set_again_at_the_next_start(
    loud: Address, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, database_url=loud.url())
    connections = ensure_cluster(settings)
    with psycopg.connect(loud.url(), autocommit=True) as connection:
        connection.execute("ALTER ROLE floorplans_app RESET log_statement")
    assert one(connections.app_url, "SHOW log_statement") == "all"
    assert ensure_cluster(settings).loud == ()
    assert one(connections.app_url, "SHOW log_statement") == "none"


def test_prepared_logins_are_told_which_settings_are_loud(loud: Address, tmp_path: Path) -> None:
    settings = prepared(loud, tmp_path)
    with psycopg.connect(loud.in_database("postgres").url(), autocommit=True) as connection:
        connection.execute("ALTER ROLE floorplans_app RESET ALL")
    names = ensure_cluster(settings).loud
    assert {"log_statement", "log_min_duration_statement", "debug_print_parse"} <= set(names)


def test_the_papers_settings_leave_nothing_loud(loud: Address, tmp_path: Path) -> None:
    connections = ensure_cluster(prepared(loud, tmp_path))
    assert connections.loud == ()
    assert is_quiet(connections.app_url)


def test_serve_warns_of_a_loud_server_in_one_line_and_names_the_command(
    loud: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = prepared(loud, tmp_path)
    with psycopg.connect(loud.in_database("postgres").url(), autocommit=True) as connection:
        connection.execute("ALTER ROLE floorplans_app RESET ALL")
    monkeypatch.setenv("FLOORPLANS_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", settings.database_url or "")
    monkeypatch.setenv("DATABASE_APP_URL", settings.database_app_url or "")
    # The tables are missing, so that serve ends right behind the warning.
    done = CliRunner().invoke(main, ["serve", "--port", str(free_port())])
    (warning,) = [line for line in done.stderr.splitlines() if "SERVER_LOG_LOUD" in line]
    assert "floorplans doctor" in warning
    told = CliRunner().invoke(main, ["doctor", "--json"])
    advice = "".join(finding["advice"] for finding in json.loads(told.stdout)["findings"])
    assert "ALTER ROLE floorplans_app SET log_statement = 'none';" in advice


def test_a_login_with_few_rights_is_told_the_exact_sql(server: Address, tmp_path: Path) -> None:
    plain = server.as_user("plain", "hush").in_database("postgres")
    with pytest.raises(ClusterError, match=r"docs/own-postgresql\.md") as refusal:
        ensure_cluster(Settings(home=tmp_path, database_url=plain.url()))
    assert refusal.value.code == "DATABASE_RIGHTS_MISSING"
    assert "CREATE ROLE floorplans_owner LOGIN" in refusal.value.message
    assert "CREATE EXTENSION IF NOT EXISTS postgis" in refusal.value.message
    assert "hush" not in refusal.value.message


def run_the_papers_sql(server: Address) -> None:
    paper = (TOP / "docs" / "own-postgresql.md").read_text()
    block = re.search(r"```sql\n(.*?)```", paper, re.DOTALL)
    assert block is not None
    for part, database in zip(
        block[1].split("\\connect floorplans"), ("postgres", "floorplans"), strict=True
    ):
        with psycopg.connect(server.in_database(database).url(), autocommit=True) as connection:
            for statement in filter(None, map(str.strip, part.split(";"))):
                connection.execute(statement.encode())


def prepared(server: Address, home: Path) -> Settings:
    """An installation with the logins of the paper, whose administrator is not known to it."""
    run_the_papers_sql(server)
    owner = server.as_user("floorplans_owner", "ONE").in_database("floorplans")
    app = owner.as_user("floorplans_app", "TWO")
    return Settings(home=home, database_url=owner.url(), database_app_url=app.url())


def test_logins_prepared_as_the_paper_says_need_no_administrator(
    server: Address, tmp_path: Path
) -> None:
    settings = prepared(server, tmp_path)
    connections = ensure_cluster(settings)
    given = (settings.database_url, settings.database_app_url)
    assert (connections.owner_url, connections.app_url) == given
    assert not (tmp_path / "database").exists()
    with psycopg.connect(connections.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE made_later AS SELECT 1 AS one")
    assert one(connections.app_url, "SELECT one FROM made_later") == 1


def test_the_prepared_owner_alone_is_told_to_name_the_apps_login(
    server: Address, tmp_path: Path
) -> None:
    run_the_papers_sql(server)
    owner = server.as_user("floorplans_owner", "ONE").in_database("floorplans")
    with pytest.raises(ClusterError) as refusal:
        ensure_cluster(Settings(home=tmp_path, database_url=owner.url()))
    assert refusal.value.code == "DATABASE_APP_URL_MISSING"


def test_an_app_login_that_sees_every_organisation_is_refused(
    server: Address, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, database_url=server.url(), database_app_url=server.url())
    with pytest.raises(ClusterError) as refusal:
        ensure_cluster(settings)
    assert refusal.value.code == "DATABASE_APP_LOGIN_TOO_STRONG"


def test_a_wrong_password_is_told_without_repeating_it(server: Address, tmp_path: Path) -> None:
    wrong = server.as_user("boss", "not-this-one")
    with pytest.raises(ClusterError) as refusal:
        ensure_cluster(Settings(home=tmp_path, database_url=wrong.url()))
    assert refusal.value.code == "DATABASE_LOGIN_REFUSED"
    assert "not-this-one" not in refusal.value.message


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    url = f"postgresql://u@/d?host={tmp_path}"
    with pytest.raises(ClusterError) as refusal:
        ensure_cluster(Settings(home=tmp_path, database_url=url))
    assert refusal.value.code == "DATABASE_UNREACHABLE"
