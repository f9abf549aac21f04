"""The one password of all demo accounts: from DEMO_PASSWORD, or made at the first start."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from app.settings import make_folder
from floorplans.people import passwords

FILE_NAME = "demo-password"
WORDS = 3


@dataclass(frozen=True, slots=True)
class DemoPassword:
    """``changed`` is True when the accounts do not have it yet, ``made`` when nobody chose it."""

    text: str = field(repr=False)
    changed: bool
    made: bool


def demo_password(home: Path, wanted: str | None) -> DemoPassword:
    """The wanted password, else the kept one, else a fresh one.

    Keep it with ``keep_password`` once the accounts have it: a load that is cut short before then
    gives all of them a new one. Raises ``Invalid`` (``password_length``) if the wanted one is too
    short.
    """
    file = home / FILE_NAME
    kept = file.read_text().strip() if file.exists() else None
    if wanted:
        passwords.check_new(wanted)
    text = wanted or kept or _fresh()
    return DemoPassword(text, changed=text != kept, made=not wanted and kept is None)


def _fresh() -> str:
    """Three groups of four letters that are read aloud without doubt: 60 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(WORDS))


def keep_password(home: Path, password: DemoPassword) -> None:
    """Store the password in ``home`` where only its owner may read it (mode 0600)."""
    if not password.changed:
        return
    make_folder(home)
    file = home / FILE_NAME
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(password.text)
    draft.replace(file)
