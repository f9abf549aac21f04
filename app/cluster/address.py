"""Database addresses: any form libpq reads, in the one form everything here passes on."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from app.cluster.configuration import DATABASE
from app.cluster.errors import ClusterError
from app.cluster.layout import SOCKET_PORT


@dataclass(frozen=True, slots=True)
class Address:
    """One login on one database; the password never prints."""

    user: str | None
    password: str | None = field(repr=False)
    database: str
    others: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a libpq URL or key=value string; ClusterError names DATABASE_URL when it is none."""
        # SQLAlchemy's spelling names the driver; libpq does not know it.
        plain = text.replace("postgresql+psycopg://", "postgresql://", 1)
        try:
            parts = {k: str(v) for k, v in conninfo_to_dict(plain).items() if v is not None}
        except ProgrammingError as error:
            raise ClusterError(
                "DATABASE_URL_INVALID",
                "The address in DATABASE_URL or DATABASE_APP_URL cannot be read. Nothing was "
                "changed; write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
            ) from error
        return cls(
            user=parts.pop("user", None),
            password=parts.pop("password", None),
            database=parts.pop("dbname", DATABASE),
            others=tuple(sorted(parts.items())),
        )

    @classmethod
    def on_socket(cls, folder: Path, user: str, database: str = DATABASE) -> Self:
        """Return the address of a login on a private cluster."""
        others = (("host", str(folder)), ("port", str(SOCKET_PORT)))
        return cls(user, None, database, others)

    def as_user(self, user: str, password: str | None = None) -> "Address":
        """Return the same database for another login."""
        return Address(user, password, self.database, self.others)

    def in_database(self, database: str) -> "Address":
        """Return the same login on another database of the server."""
        return Address(self.user, self.password, database, self.others)

    @property
    def place(self) -> str:
        """Say which server and database this is, for a person, without login or password."""
        known = dict(self.others)
        server = known.get("host") or known.get("hostaddr") or "this machine"
        return f"{self.database} on {server}"

    def environment(self) -> dict[str, str]:
        """Return the names and values by which libpq's own programs learn this address."""
        known = {
            "user": self.user,
            "password": self.password,
            "dbname": self.database,
            **dict(self.others),
        }
        names = {o.keyword.decode(): o.envvar for o in Conninfo.get_defaults()}
        return {
            envvar.decode(): value
            for keyword, value in known.items()
            if value is not None and (envvar := names.get(keyword)) is not None
        }

    def url(self) -> str:
        """Return the address as a URL that libpq, psycopg and SQLAlchemy all read."""
        password = f":{quote(self.password, safe='')}" if self.password is not None else ""
        login = f"{quote(self.user, safe='')}{password}@" if self.user is not None else ""
        query = f"?{urlencode(self.others, quote_via=quote, safe='')}" if self.others else ""
        return f"postgresql://{login}/{quote(self.database, safe='')}{query}"


@dataclass(frozen=True, slots=True)
class Connections:
    """Where the database is: the owner for migrations, the app for everything else.

    `admin_url` may make databases and is known for private clusters only. `started` tells that
    this call started the server, so that who asked can stop it again. `loud` names settings with
    which a server of one's own could write positions into its log.
    """

    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)
    admin_url: str | None = field(default=None, repr=False)
    private: bool = False
    started: bool = False
    loud: tuple[str, ...] = ()
