"""Who took an edit back, beside who made it."""

from __future__ import annotations

from alembic import op

revision = "20261121_0021"
down_revision = "20261121_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE plan_edit ADD COLUMN undone_by uuid,
          ADD CONSTRAINT plan_edit_undone_by_fkey FOREIGN KEY (organisation_id, undone_by)
            REFERENCES person (organisation_id, id) ON DELETE RESTRICT;
        ALTER TABLE plan_edit ADD CONSTRAINT plan_edit_undone_by_somebody
          CHECK (undone_by IS NULL OR state <> 'done')
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE plan_edit DROP COLUMN undone_by")
