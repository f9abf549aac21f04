"""Finding the programs of PostgreSQL, and the newest version that also has PostGIS."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from app.cluster.errors import ClusterError

# Where Debian and Ubuntu keep the programs of each major version.
DEBIAN_VERSIONS = Path("/usr/lib/postgresql")
LOWEST_MAJOR = 14


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folder of one PostgreSQL version's programs, and that version's major number."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the full path of one program."""
        return str(self.folder / name)


def find_binaries(wanted_major: int | None = None, versions: Path = DEBIAN_VERSIONS) -> Binaries:
    """Return the newest usable PostgreSQL, or the one of `wanted_major`; ClusterError if none."""
    found = [b for folder in _folders(versions) if (b := _look(folder)) is not None]
    if wanted_major is not None:
        return _of_version(found, wanted_major)
    usable = [b for b in found if b.major >= LOWEST_MAJOR and _has_postgis(b)]
    if usable:
        return max(usable, key=lambda b: b.major)
    if found:
        raise ClusterError(
            "POSTGIS_MISSING",
            "PostgreSQL is installed, but PostGIS for it is not. Nothing was changed; run "
            "script/setup, or install the package postgresql-postgis.",
        )
    raise ClusterError(
        "POSTGRESQL_MISSING",
        "PostgreSQL's programs (initdb, pg_ctl, postgres) were not found. Nothing was changed; "
        "run script/setup, or install postgresql and postgresql-postgis, or set DATABASE_URL.",
    )


def _of_version(found: list[Binaries], major: int) -> Binaries:
    for binaries in found:
        if binaries.major == major:
            return binaries
    have = ", ".join(str(b.major) for b in found) or "none"
    raise ClusterError(
        "CLUSTER_OTHER_VERSION",
        f"The database was made by PostgreSQL {major}, and this machine has: {have}. The data is "
        f"untouched; install postgresql-{major} and postgresql-{major}-postgis-3 again, or move "
        "it over with pg_upgrade (docs/own-postgresql.md).",
    )


def _folders(versions: Path) -> list[Path]:
    folders = sorted(versions.glob("*/bin"))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return folders


def _look(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
        return None
    if folder.parent.name.isdigit():
        return Binaries(folder, int(folder.parent.name))
    answer = _output([str(folder / "postgres"), "--version"]).split()
    number = answer[2].split(".")[0] if len(answer) > 2 else ""
    return Binaries(folder, int(number)) if number.isdigit() else None


def _has_postgis(binaries: Binaries) -> bool:
    share = Path("/usr/share/postgresql") / str(binaries.major)
    if not share.is_dir():
        share = Path(_output([binaries.program("pg_config"), "--sharedir"]).strip() or "/nowhere")
    return (share / "extension" / "postgis.control").is_file()


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(  # noqa: S603 - the program was found above, the words are ours
            command, capture_output=True, text=True, check=False, timeout=30
        ).stdout
    except OSError:
        return ""
