"""The settings of one installation, read once from the environment and passed on as a value."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import limits

from app.paths import default_home
from floorplans.hooks.addresses import Network, named_networks

DEFAULT_PORT = 8000
DEFAULT_WORKERS = 2
# They are made as they are needed: for slow clients more than for quick answers.
DEFAULT_THREADS = 256
HIGHEST_PORT = 65535
SECRET_KEY_BYTES = 32
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})


class SettingsError(Exception):
    """A setting cannot be used; `code` is stable and the text is for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How often one source may ask, in the notation of the `limits` library."""

    api: str = "600 per minute"
    upload: str = "30 per hour"
    #: The first time a directory of 5,000 people speaks, it asks some 10,000 times.
    directory: str = "3000 per minute"


class Security(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


#: The usual port of each (RFC 6409, RFC 8314, RFC 5321).
SMTP_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server that takes our mail, and what it is sent as.

    `sender` is one address, with a name before it if wanted. The password never prints.
    """

    host: str
    port: int
    security: Security
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    `database_url` is a login that may create roles and extensions, or the prepared owner; None
    means the private cluster. Both addresses can hold a password, so they never print.
    `public_url` is where people reach this installation, for links outside of its pages; it has no
    slash at its end. Without `mail` nothing is sent, and nothing is kept to be sent. Webhooks may
    go to `webhook_networks` beside the public internet.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    https: bool = False
    workers: int = DEFAULT_WORKERS
    threads: int = DEFAULT_THREADS
    rate_limits: RateLimits = field(default_factory=RateLimits)
    database_url: str | None = field(default=None, repr=False)
    database_app_url: str | None = field(default=None, repr=False)
    public_url: str | None = None
    mail: MailSettings | None = None
    webhook_networks: tuple[Network, ...] = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings, or raise SettingsError with one sentence that names the variable."""
        env = os.environ if environment is None else environment
        usual = RateLimits()
        return cls(
            home=_home(env),
            host=env.get("FLOORPLANS_HOST", "").strip() or "127.0.0.1",
            port=_number(env, "PORT", DEFAULT_PORT, HIGHEST_PORT),
            https=_flag(env, "FLOORPLANS_HTTPS"),
            workers=_number(env, "FLOORPLANS_WORKERS", DEFAULT_WORKERS, 64),
            threads=_number(env, "FLOORPLANS_THREADS", DEFAULT_THREADS, 4096),
            rate_limits=RateLimits(
                api=_rate(env, "FLOORPLANS_LIMIT_API", usual.api),
                upload=_rate(env, "FLOORPLANS_LIMIT_UPLOAD", usual.upload),
                directory=_rate(env, "FLOORPLANS_LIMIT_DIRECTORY", usual.directory),
            ),
            database_url=env.get("DATABASE_URL") or None,
            database_app_url=env.get("DATABASE_APP_URL") or None,
            public_url=_public_url(env),
            mail=_mail(env),
            webhook_networks=_networks(env),
        )

    def secret_key(self) -> bytes:
        """Return the key that signs cookies, made in `home` with mode 0600 at the first start."""
        return kept_secret(self.home / "secret-key", secrets.token_hex(SECRET_KEY_BYTES)).encode()


def kept_secret(file: Path, fresh: str) -> str:
    """Return what `file` holds; where it is missing, store `fresh` in it for the owner alone."""
    make_folder(file.parent)
    if not file.exists():
        draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(fresh)
        try:
            # A link never overwrites, so two processes that start at once agree on one secret.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def make_folder(folder: Path) -> None:
    """Make a folder with its parents, or raise SettingsError with one sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            "HOME_UNUSABLE",
            f"The folder {folder} cannot be made ({error.strerror}). Nothing was changed; name a "
            "folder you may write to in FLOORPLANS_HOME.",
        ) from error


def _home(env: Mapping[str, str]) -> Path:
    text = env.get("FLOORPLANS_HOME", "").strip()
    if not text:
        return default_home()
    home = Path(text).expanduser().absolute()
    present = next(folder for folder in (home, *home.parents) if os.path.lexists(folder))
    if present.exists() and not present.is_dir():
        raise SettingsError(
            "HOME_UNUSABLE",
            f"FLOORPLANS_HOME is {home}, but {present} is not a folder. Nothing was changed; name "
            "a folder you may write to.",
        )
    return home


def _number(env: Mapping[str, str], name: str, usual: int, highest: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= highest):
        raise SettingsError(
            "SETTING_INVALID", f"{name} must be a whole number from 1 to {highest}, not {text!r}."
        )
    return int(text)


def _public_url(env: Mapping[str, str]) -> str | None:
    text = env.get("FLOORPLANS_URL", "").strip().rstrip("/")
    if not text:
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.path
    except ValueError:
        usable = False
    if not usable or text != f"{parts.scheme}://{parts.netloc}" or "@" in text:
        raise SettingsError(
            "SETTING_INVALID",
            "FLOORPLANS_URL must be the address that people open, such as "
            f"'https://floors.example.org', not {text!r}.",
        )
    return text


def _networks(env: Mapping[str, str]) -> tuple[Network, ...]:
    text = env.get("FLOORPLANS_WEBHOOK_NETWORKS", "").strip()
    try:
        return named_networks(text)
    except ValueError:
        raise SettingsError(
            "SETTING_INVALID",
            "FLOORPLANS_WEBHOOK_NETWORKS must be networks of your own that webhooks may be sent "
            f"to, such as '10.20.0.0/16, fd00::/8', not {text!r}.",
        ) from None


def _mail(env: Mapping[str, str]) -> MailSettings | None:
    host = env.get("FLOORPLANS_SMTP_HOST", "").strip()
    if not host:
        return None
    for needed in ("FLOORPLANS_MAIL_FROM", "FLOORPLANS_URL"):
        if not env.get(needed, "").strip():
            raise SettingsError(
                "SETTING_MISSING",
                f"FLOORPLANS_SMTP_HOST is set, so {needed} is needed too: mail has a sender, and "
                "its links lead to an address.",
            )
    security = _security(env)
    user = env.get("FLOORPLANS_SMTP_USER", "").strip() or None
    if user and security is Security.NONE and not _is_loopback(host):
        raise SettingsError(
            "SETTING_INVALID",
            "FLOORPLANS_SMTP_SECURITY=none would send the password of FLOORPLANS_SMTP_USER in the "
            "clear. Use starttls or tls.",
        )
    return MailSettings(
        host=host,
        port=_number(env, "FLOORPLANS_SMTP_PORT", SMTP_PORTS[security], HIGHEST_PORT),
        security=security,
        sender=_sender(env),
        user=user,
        password=env.get("FLOORPLANS_SMTP_PASSWORD") if user else None,
    )


def _security(env: Mapping[str, str]) -> Security:
    text = env.get("FLOORPLANS_SMTP_SECURITY", "").strip().lower() or str(Security.STARTTLS)
    try:
        return Security(text)
    except ValueError:
        raise SettingsError(
            "SETTING_INVALID",
            f"FLOORPLANS_SMTP_SECURITY must be starttls, tls or none, not {text!r}.",
        ) from None


def _sender(env: Mapping[str, str]) -> str:
    text = env.get("FLOORPLANS_MAIL_FROM", "").strip()
    _name, address = parseaddr(text)
    local, at, host = address.rpartition("@")
    if not (local and at and host and text.isprintable()) or address.count("@") > 1:
        raise SettingsError(
            "SETTING_INVALID",
            "FLOORPLANS_MAIL_FROM must be one address, such as 'Floors <floors@example.org>', "
            f"not {text!r}.",
        )
    return text


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _rate(env: Mapping[str, str], name: str, usual: str) -> str:
    text = env.get(name, "").strip() or usual
    try:
        amount = limits.parse(text).amount
    except ValueError:
        amount = 0
    if amount < 1:
        raise SettingsError(
            "SETTING_INVALID", f"{name} must be a rate such as {usual!r}, not {text!r}."
        )
    return text


def _flag(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower()
    if text not in _TRUE | _FALSE:
        raise SettingsError("SETTING_INVALID", f"{name} must be 1 or 0, not {text!r}.")
    return text in _TRUE
