"""The migrations: one line of them, both ways, and the database they make is the one we think."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
from alembic import command
from alembic.script import ScriptDirectory

from tests.support.databases import Clone
from tests.support.migrating import alembic_config, migrate

SNAPSHOT = Path(__file__).with_name("guarantees.txt")

# Alembic does not notice a missing EXCLUDE or a changed CHECK, so the catalogue itself is read.
GUARANTEES = """
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid
WHERE t.relnamespace = 'public'::regnamespace AND contype <> 'n'
  AND t.relname NOT LIKE 'procrastinate%' AND t.relname NOT IN ('spatial_ref_sys')
UNION ALL
SELECT 'index ' || tablename || ': ' || indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'
  AND tablename NOT IN ('spatial_ref_sys')
UNION ALL
SELECT 'policy ' || tablename || ' ' || policyname || ': ' || qual || ' / ' || with_check
FROM pg_policies WHERE schemaname = 'public'
UNION ALL
SELECT 'row security ' || relname || ': ' || relrowsecurity || ', forced ' || relforcerowsecurity
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND relname NOT LIKE 'procrastinate%' AND relname NOT IN ('spatial_ref_sys')
UNION ALL
SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname || ': ' || pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
  AND tgrelid::regclass::text NOT LIKE 'procrastinate%'
UNION ALL
SELECT 'definer function ' || p.oid::regprocedure || ' of ' || proowner::regrole || ' with '
  || coalesce(array_to_string(proconfig, ', '), 'nothing set') || ' for '
  || coalesce(array_to_string(proacl, ' '), 'everybody')
FROM pg_proc p WHERE prosecdef AND pronamespace = 'public'::regnamespace
  AND proname NOT LIKE 'procrastinate%' AND proname NOT LIKE 'st\\_%'
ORDER BY 1
"""


def test_there_is_one_head(clone: Clone) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(clone.owner_url))
    assert len(scripts.get_heads()) == 1


def test_the_way_down_and_up_again_gives_the_same_guarantees(clone: Clone) -> None:
    before = _guarantees(clone)
    migrate(clone.owner_url, "base")
    migrate(clone.owner_url, "head")
    assert _guarantees(clone) == before


def test_the_way_down_leaves_nothing_of_ours(clone: Clone) -> None:
    migrate(clone.owner_url, "base")
    tables = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    with psycopg.connect(clone.admin_url) as connection:
        left = {row[0] for row in connection.execute(tables)}
    assert left == {"alembic_version", "spatial_ref_sys"}


def test_the_tables_in_code_are_the_tables_in_the_database(clone: Clone) -> None:
    command.check(alembic_config(clone.owner_url))


def test_every_guarantee_of_the_database_is_the_one_on_the_list(clone: Clone) -> None:
    """Set FLOORPLANS_WRITE_SNAPSHOT=1 to write the list anew, then read its diff."""
    found = _guarantees(clone)
    if os.environ.get("FLOORPLANS_WRITE_SNAPSHOT"):
        SNAPSHOT.write_text("\n".join(found) + "\n")
    assert found == SNAPSHOT.read_text().splitlines()


def _guarantees(clone: Clone) -> list[str]:
    with psycopg.connect(clone.admin_url) as connection:
        rows = [" ".join(row[0].split()) for row in connection.execute(GUARANTEES)]
    return sorted(rows)
