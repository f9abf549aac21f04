"""The tables of features in a GeoPackage, read from a database that nobody trusts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from importers.issues import ImportRefused

#: A feature with more bytes than this is none.
ROW_BYTES = 20_000_000
_PLAIN_TABLE = "SELECT 1 FROM sqlite_master WHERE name = 'gpkg_geometry_columns'"
_TABLES = """
    SELECT g.table_name, g.column_name, g.srs_id, s.organization, s.organization_coordsys_id,
           s.srs_name
    FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s USING (srs_id)
    ORDER BY g.table_name
"""


@dataclass(frozen=True, slots=True)
class Table:
    """One layer; ``crs`` is "EPSG:25832", None where the coordinates are lengths of nowhere."""

    name: str
    column: str
    crs: str | None


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, to be read only; ``ImportRefused`` for whatever goes wrong with it."""
    # As "immutable" SQLite looks for no journal beside the file, where nothing may be opened.
    address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_BYTES)
            database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
                database.execute(f"PRAGMA {setting}")
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            yield database
    except sqlite3.Error:
        raise _damaged() from None


def tables_in(database: sqlite3.Connection) -> list[Table]:
    """The tables with features, by name; raises ``ImportRefused`` (GEOPACKAGE_WITHOUT_LAYERS)."""
    known = database.execute(_PLAIN_TABLE).fetchone()
    rows = database.execute(_TABLES).fetchall() if known else []
    if not rows:
        raise ImportRefused(
            "GEOPACKAGE_WITHOUT_LAYERS",
            "The file is a database, but no GeoPackage with layers of features.",
            "Export the floor as GeoPackage and look that its layers are chosen.",
        )
    return [Table(str(name), str(column), _crs(*crs)) for name, column, *crs in rows]


def rows_of(
    database: sqlite3.Connection, table: Table, most: int
) -> Iterator[tuple[object, dict[str, Any]]]:
    """Geometry and properties of each feature, in the order of their ids; ``most`` and one."""
    query = f"SELECT * FROM {_quoted(table.name)} LIMIT ?"  # noqa: S608 - a quoted name
    found = database.execute(query, (most + 1,))
    names = [str(column[0]) for column in found.description]
    for row in found:
        values = dict(zip(names, row, strict=True))
        shape = values.pop(table.column, None)
        yield shape, {k: v for k, v in values.items() if not isinstance(v, bytes)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\x00", "") + '"'


def _crs(srs_id: Any, organization: Any, code: Any, name: Any) -> str | None:
    if srs_id == -1:
        return None
    if srs_id == 0:
        return "CRS84"
    if str(organization).upper() == "EPSG":
        return f"EPSG:{code}"
    return str(name or srs_id)


def _damaged() -> ImportRefused:
    return ImportRefused(
        "GEOPACKAGE_DAMAGED",
        "The database in the file is damaged or cut off.",
        "Send the file again; if that fails too, export the floor anew.",
    )
