"""What is said about the mail server: complete, or refused by name before anything starts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.paths import checkout
from app.settings import MailSettings, Security, Settings, SettingsError

GIVEN = {
    "FLOORPLANS_SMTP_HOST": "mail.example.org",
    "FLOORPLANS_MAIL_FROM": "Floors <floors@example.org>",
    "FLOORPLANS_URL": "https://floors.example.org/",
}


def settings(**more: str) -> Settings:
    return Settings.from_environment({**GIVEN, **more})


def test_without_a_server_no_mail_is_sent() -> None:
    assert Settings.from_environment({"FLOORPLANS_MAIL_FROM": "a@example.org"}).mail is None


def test_the_usual_way_is_starttls_on_587() -> None:
    made = settings()
    assert made.mail == MailSettings(
        "mail.example.org", 587, Security.STARTTLS, "Floors <floors@example.org>"
    )
    assert made.public_url == "https://floors.example.org"


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("none", 25), ("STARTTLS", 587)])
def test_each_way_has_its_usual_port(security: str, port: int) -> None:
    made = settings(FLOORPLANS_SMTP_SECURITY=security).mail
    assert made is not None
    assert made.port == port


@pytest.mark.parametrize("missing", ["FLOORPLANS_MAIL_FROM", "FLOORPLANS_URL"])
def test_a_server_without_sender_or_address_is_refused_by_name(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing) as refusal:
        settings(**{missing: " "})
    assert refusal.value.code == "SETTING_MISSING"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FLOORPLANS_SMTP_SECURITY", "ssl"),
        ("FLOORPLANS_SMTP_PORT", "0"),
        ("FLOORPLANS_MAIL_FROM", "floors"),
        ("FLOORPLANS_MAIL_FROM", "floors@example.org\nBcc: all@example.org"),
        ("FLOORPLANS_URL", "floors.example.org"),
        ("FLOORPLANS_URL", "javascript:alert(1)"),
        ("FLOORPLANS_URL", "https://floors.example.org/app"),
        ("FLOORPLANS_URL", "https://user@floors.example.org"),
        ("FLOORPLANS_URL", "https://[::1"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        settings(**{name: value})
    assert refusal.value.code == "SETTING_INVALID"


def test_a_password_is_not_sent_in_the_clear_to_another_machine() -> None:
    login = {"FLOORPLANS_SMTP_USER": "floors", "FLOORPLANS_SMTP_PASSWORD": "hush"}
    with pytest.raises(SettingsError, match="in the clear"):
        settings(**login, FLOORPLANS_SMTP_SECURITY="none")
    here = settings(**login, FLOORPLANS_SMTP_SECURITY="none", FLOORPLANS_SMTP_HOST="localhost")
    assert here.mail is not None


def test_every_setting_that_the_manual_names_is_read() -> None:
    asked: set[str] = set()

    class Recorder(dict[str, str]):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    Settings.from_environment(Recorder({**GIVEN, "FLOORPLANS_SMTP_USER": "floors"}))
    manual = (checkout() or Path()) / "docs" / "mail.md"
    named = set(re.findall(r"`(FLOORPLANS_\w+)`", manual.read_text()))
    assert named
    assert named <= asked


def test_printed_settings_hold_no_password_of_the_mail_server() -> None:
    made = settings(FLOORPLANS_SMTP_USER="floors", FLOORPLANS_SMTP_PASSWORD="hush")
    assert made.mail is not None
    assert made.mail.password == "hush"
    assert "hush" not in repr(made)
