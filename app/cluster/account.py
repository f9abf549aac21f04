"""The system account the private server runs as: never root."""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.cluster.errors import ClusterError

SERVER_ACCOUNT = "postgres"


@dataclass(frozen=True, slots=True)
class Account:
    """A system account, and the words to put before a command to run it as that account."""

    name: str
    uid: int
    gid: int
    prefix: tuple[str, ...]

    def own(self, path: Path) -> None:
        """Give one file or folder to the account."""
        if self.prefix:
            os.chown(path, self.uid, self.gid)


def server_account(data: Path) -> Account:
    """Return who runs the server: we ourselves, or as root the data's owner or `postgres`.

    Raises ClusterError when the data is another account's, or when root finds no such account.
    """
    me = os.geteuid()
    owner = _owner_of(data)
    if me != 0:
        if owner not in (None, me):
            raise ClusterError(
                "CLUSTER_OF_ANOTHER_ACCOUNT",
                f"The database in {data} belongs to the account {_name(owner)}. Nothing was "
                "changed; start as that account or as root, or choose another FLOORPLANS_HOME.",
            )
        return Account(_name(me), me, os.getegid(), ())
    if owner == 0:
        raise ClusterError(
            "CLUSTER_OF_ROOT",
            f"The database in {data} belongs to root, and PostgreSQL never runs as root. Nothing "
            f"was changed; give it away with: chown -R {SERVER_ACCOUNT} {data}",
        )
    return _other(_entry(owner))


def _owner_of(data: Path) -> int | None:
    try:
        return data.stat().st_uid
    except FileNotFoundError:
        return None
    except PermissionError:
        # The folder around it is closed to everybody but the same account.
        return data.parent.stat().st_uid


def _entry(owner: int | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER_ACCOUNT) if owner is None else pwd.getpwuid(owner)
    except KeyError as error:
        raise ClusterError(
            "SERVER_ACCOUNT_MISSING",
            f"PostgreSQL never runs as root, and the account {SERVER_ACCOUNT} does not exist. "
            "Nothing was changed; run script/setup, or start as an ordinary user.",
        ) from error


def _other(entry: pwd.struct_passwd) -> Account:
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin:/usr/sbin:/sbin")
    if setpriv is None:
        raise ClusterError(
            "SETPRIV_MISSING",
            "The program setpriv (package util-linux) is needed to start the server as "
            f"{entry.pw_name}. Nothing was changed; install util-linux.",
        )
    words = (f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--init-groups")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, (setpriv, *words, "--"))


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
