"""The settings of one installation, read once from the environment and passed on as a value."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import limits

from app.paths import default_home

DEFAULT_PORT = 8000
DEFAULT_WORKERS = 2
# An open map holds one thread for its live updates; 2 x 256 leaves room beside 200 open maps.
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


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    `database_url` is a login that may create roles and extensions, or the prepared owner; None
    means the private cluster. Both addresses can hold a password, so they never print.
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
            ),
            database_url=env.get("DATABASE_URL") or None,
            database_app_url=env.get("DATABASE_APP_URL") or None,
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
