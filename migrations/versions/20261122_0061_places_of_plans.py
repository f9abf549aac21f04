"""A plan that takes over on a date keeps how many may book a space at once, where it says so."""

from __future__ import annotations

from alembic import op

revision = "20261122_0061"
down_revision = "20261122_0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
    ALTER TABLE planned_space ADD COLUMN places integer,
      ADD CONSTRAINT planned_space_places_positive CHECK (places >= 1)
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE planned_space DROP COLUMN places")
