"""Making, starting and stopping the private server with PostgreSQL's own programs."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.cluster.account import Account
from app.cluster.binaries import Binaries
from app.cluster.configuration import ADMIN, account_map, host_access, server_settings
from app.cluster.errors import ClusterError
from app.cluster.layout import Layout
from app.cluster.trouble import explain, log_sizes

START_LIMIT_S = 120
STOP_LIMIT_S = 60
# An empty cluster with PostGIS and its first write-ahead log takes about 90 MB.
NEEDED_BYTES = 300 * 1024 * 1024
# Above the largest process number Linux can give (PID_MAX_LIMIT, 2^22).
NOBODYS_PID = 2**22 + 1
_SETTINGS_FILE = "floorplans.conf"


@dataclass(frozen=True, slots=True)
class Server:
    """One private cluster on disk, with what is needed to run it."""

    layout: Layout
    account: Account
    binaries: Binaries

    def make(self, *, quick: bool = False) -> None:
        """Make an empty cluster; a half-made one never gets the name `data`."""
        _check_space(self.layout.folder)
        fresh = self.layout.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        options = ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={ADMIN}", "--auth=peer"]
        if quick:
            options.append("--no-sync")
        else:
            options.append("--data-checksums")
        self._run("CLUSTER_NOT_MADE", "initdb", *options, "-D", str(fresh))
        self._write(fresh / "pg_hba.conf", host_access())
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write(f"\ninclude_if_exists = '{_SETTINGS_FILE}'\n")
        fresh.rename(self.layout.data)

    def start(self, extra: dict[str, str] | None = None) -> None:
        """Start the server and wait until it answers; ClusterError with one sentence if not."""
        _check_space(self.layout.data)
        self._forget_stale_pid()
        data = self.layout.data
        self._write(data / "pg_ident.conf", account_map(sorted({"root", self.account.name})))
        text = server_settings(self.layout.socket_folder, extra or {})
        self._write(data / _SETTINGS_FILE, text)
        self._run(
            "CLUSTER_NOT_STARTED",
            *("pg_ctl", "start", "-s", "-w", "-t", str(START_LIMIT_S)),
            *("-D", str(data), "-l", str(self.layout.log / "start.log")),
        )

    def stop(self) -> bool:
        """Stop the server; return False when it was not running."""
        if not self.is_running():
            return False
        self._run(
            "CLUSTER_NOT_STOPPED",
            *("pg_ctl", "stop", "-s", "-w", "-m", "fast", "-t", str(STOP_LIMIT_S)),
            *("-D", str(self.layout.data)),
        )
        return True

    def is_running(self) -> bool:
        """Tell whether the process that `postmaster.pid` names is really this server."""
        pid = self._noted_pid()
        return pid is not None and _serves(pid, self.layout.data)

    def _noted_pid(self) -> int | None:
        try:
            first = (self.layout.data / "postmaster.pid").read_text().split("\n", 1)[0]
            return int(first)
        except (FileNotFoundError, ValueError):
            return None

    def _forget_stale_pid(self) -> None:
        """Keep a number that another program has got since a crash from stopping the start.

        Only the number is replaced: from the other lines PostgreSQL still checks for itself that
        no process of the crashed server is left.
        """
        pid_file = self.layout.data / "postmaster.pid"
        pid = self._noted_pid()
        if pid is not None and not _serves(pid, self.layout.data):
            rest = pid_file.read_text().split("\n", 1)[1:]
            self._write(pid_file, "\n".join([str(NOBODYS_PID), *rest]))
        # The socket's own lock file names the same process; no other server uses this folder.
        for left in self.layout.socket_folder.glob(".s.PGSQL.*"):
            left.unlink()

    def _write(self, path: Path, text: str) -> None:
        draft = path.with_name(f".{path.name}.new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
        self.account.own(draft)
        draft.replace(path)

    def _run(self, code: str, program: str, *words: str) -> None:
        command = [*self.account.prefix, self.binaries.program(program), *words]
        # Nothing of our own environment reaches the server: it may hold passwords or PG* names.
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_MESSAGES": "C"}
        before = log_sizes(self.layout)
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own program with words of ours
            command, capture_output=True, text=True, check=False, cwd="/", env=environment
        )
        if done.returncode != 0:
            raise explain(code, done.stdout + done.stderr, self.layout, before)


def _serves(pid: int, data: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return Path(os.fsdecode(words[0])).name == "postgres" and os.fsencode(data) in words


def _check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise ClusterError(
            "DISK_FULL",
            f"The disk of {folder} has {free // 2**20} MB left and the database needs "
            f"{NEEDED_BYTES // 2**20} MB. Nothing was changed; free some space and try again.",
        )
