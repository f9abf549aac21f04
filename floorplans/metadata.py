"""The one MetaData of all tables, and the column shapes that many of them share."""

from __future__ import annotations

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import Column, DateTime, ForeignKeyConstraint, MetaData, Uuid

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
    }
)


def uuid(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Uuid, nullable=nullable)


def instant(name: str, *, nullable: bool = False, **options: Any) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable, **options)


def local(name: str, kind: str, *, nullable: bool = False) -> Column[Any]:
    """A geometry in the site's own metric CRS; a check holds its SRID to the row's ``srid``."""
    return Column(name, Geometry(kind, srid=-1, spatial_index=False), nullable=nullable)


def earth(name: str, kind: str) -> Column[Any]:
    """The same geometry in EPSG:4326, computed once at publish."""
    return Column(name, Geometry(kind, srid=4326, spatial_index=False), nullable=False)


def foreign(
    name: str, columns: str, target: str, target_columns: str, *, ondelete: str = "RESTRICT"
) -> ForeignKeyConstraint:
    """A composite foreign key within one organisation; column lists are blank-separated."""
    own = ["organisation_id", *columns.split()]
    theirs = [f"{target}.{column}" for column in ["organisation_id", *target_columns.split()]]
    return ForeignKeyConstraint(own, theirs, name=name, ondelete=ondelete)


def of_organisation(table: str) -> ForeignKeyConstraint:
    """A row belongs to its organisation, which cannot go before it."""
    return ForeignKeyConstraint(
        ["organisation_id"],
        ["organisation.id"],
        name=f"{table}_organisation_fkey",
        ondelete="RESTRICT",
    )


def of_plan(table: str) -> ForeignKeyConstraint:
    """A row of a plan revision, which goes with it."""
    return foreign(
        f"{table}_plan_revision_fkey",
        "plan_revision_id",
        "plan_revision",
        "id",
        ondelete="CASCADE",
    )
