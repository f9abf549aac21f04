"""Settings come from the environment, refuse nonsense by name, and never print a password."""

from pathlib import Path

import pytest

from app import paths
from app.settings import Settings, SettingsError


def test_an_empty_environment_gives_the_private_cluster_on_port_8000() -> None:
    settings = Settings.from_environment({})
    assert (settings.port, settings.database_url, settings.https) == (8000, None, False)
    assert settings.home == paths.default_home()


def test_the_environment_is_taken(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {"PORT": "8123", "FLOORPLANS_HOME": str(tmp_path), "FLOORPLANS_HTTPS": "1"}
    )
    assert (settings.port, settings.home, settings.https) == (8123, tmp_path, True)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "80.0", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused_by_name(port: str) -> None:
    with pytest.raises(SettingsError, match="PORT must be") as refusal:
        Settings.from_environment({"PORT": port})
    assert refusal.value.code == "SETTING_INVALID"


def test_a_flag_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(SettingsError, match="FLOORPLANS_HTTPS"):
        Settings.from_environment({"FLOORPLANS_HTTPS": "maybe"})


@pytest.mark.parametrize("home", ["file", "file/home", "file/home/deeper"])
def test_a_home_at_or_in_a_file_is_refused_before_anything_looks_into_it(
    tmp_path: Path, home: str
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="is not a folder") as refusal:
        Settings.from_environment({"FLOORPLANS_HOME": str(tmp_path / home)})
    assert refusal.value.code == "HOME_UNUSABLE"


@pytest.mark.parametrize("rate", ["often", "10000", "0 per hour", "-1 per hour"])
def test_a_rate_that_is_none_is_refused_by_name_before_anything_starts(rate: str) -> None:
    with pytest.raises(SettingsError, match="FLOORPLANS_LIMIT_UPLOAD") as refusal:
        Settings.from_environment({"FLOORPLANS_LIMIT_UPLOAD": rate})
    assert refusal.value.code == "SETTING_INVALID"
    given = Settings.from_environment({"FLOORPLANS_LIMIT_UPLOAD": "5 per minute"})
    assert given.rate_limits.upload == "5 per minute"


def test_printed_settings_hold_no_database_address() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgresql://u:hush@h/d"})
    assert "hush" not in repr(settings)


def test_the_secret_key_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    key = settings.secret_key()
    assert len(key) >= 32
    assert settings.secret_key() == key
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["secret-key"]


def test_a_home_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError) as refusal:
        Settings(home=tmp_path / "file" / "home").secret_key()
    assert refusal.value.code == "HOME_UNUSABLE"
