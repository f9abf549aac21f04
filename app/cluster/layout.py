"""Where the private cluster keeps its data, socket and logs."""

import hashlib
import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.cluster.account import Account
from app.cluster.errors import ClusterError

# Not PostgreSQL's usual 5432: a client that forgets its address must not land here, nor we there.
SOCKET_PORT = 54329
# sun_path of a unix socket address holds 108 bytes with the closing zero (unix(7)).
LONGEST_SOCKET_PATH_BYTES = 107
SHARED_PARENT = Path("/var/lib/floorplans")
SHORT_PARENT = Path("/tmp")  # noqa: S108 - the folder in it is ours alone, 0700, and checked
HASH_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one cluster; `folder` is real, never a link."""

    folder: Path
    socket_folder: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The folder of the server's own log files."""
        return self.folder / "log"

    def made_by(self) -> int | None:
        """Return the major version that made the data, or None when there is no data yet."""
        try:
            return int((self.data / "PG_VERSION").read_text().strip())
        except FileNotFoundError:
            return None


def data_of(home: Path) -> Path:
    """Return where the data of `home` is or will be, through the link if there is one."""
    return home / "cluster" / "data"


def find_layout(home: Path, account: Account) -> Layout:
    """Return the folders for `home` without making anything."""
    folder = (home / "cluster").resolve()
    return Layout(folder, _socket_folder(folder, account))


def make_layout(home: Path, account: Account) -> Layout:
    """Make the folders under `home`, or elsewhere with a link when the account cannot enter it."""
    entry = home / "cluster"
    if not entry.is_symlink() and not entry.exists() and not _can_enter(home, account):
        _link_elsewhere(home, entry, account)
    folder = entry.resolve()
    layout = Layout(folder, _socket_folder(folder, account))
    for path in (folder, layout.log, layout.socket_folder):
        _private_folder(path, account)
    return layout


def short_hash(path: Path) -> str:
    """Return a short name for a path, the same every time."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:HASH_CHARACTERS]


def _can_enter(home: Path, account: Account) -> bool:
    command = [*account.prefix, "test", "-x", str(home)]
    return subprocess.run(command, check=False, cwd="/").returncode == 0  # noqa: S603 - our words


def _link_elsewhere(home: Path, entry: Path, account: Account) -> None:
    target = SHARED_PARENT / short_hash(home)
    target.parent.mkdir(parents=True, exist_ok=True)
    _private_folder(target, account)
    entry.symlink_to(target)


def _socket_folder(folder: Path, account: Account) -> Path:
    usual = folder / "run"
    longest = len(os.fsencode(usual / f".s.PGSQL.{SOCKET_PORT}.lock"))
    if longest <= LONGEST_SOCKET_PATH_BYTES:
        return usual
    return SHORT_PARENT / f"floorplans-{account.uid}-{short_hash(folder)}"


def _private_folder(path: Path, account: Account) -> None:
    try:
        path.mkdir(mode=0o700, parents=True)
        account.own(path)
    except FileExistsError:
        found = path.lstat()
        # Somebody else's folder under our name in /tmp could catch our connections.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise ClusterError(
                "FOLDER_OF_ANOTHER_ACCOUNT",
                f"The folder {path} is not a folder of the account {account.name}. Nothing was "
                "changed; remove it or choose another FLOORPLANS_HOME.",
            ) from None
        if found.st_mode & 0o077:
            path.chmod(0o700)
