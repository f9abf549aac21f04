"""Messages about places that are assigned, or no longer: of no booking.

Such a message has no hours; which places it tells of is in its details, as ids and days.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261122_0060"
down_revision = "20261122_0059"
branch_labels = None
depends_on = None

# To one person they leave in their order, like those about one booking.
IN_ORDER = Passage(
    "AND (e.booking_id = m.booking_id OR", "AND (e.booking_id IS NOT DISTINCT FROM m.booking_id OR"
)


def upgrade() -> None:
    op.execute("""
    ALTER TABLE message
      ALTER COLUMN booking_id DROP NOT NULL,
      ALTER COLUMN during DROP NOT NULL,
      ADD CONSTRAINT message_of_booking_or_places CHECK (
        (booking_id IS NULL) = (kind = 'own_places')
        AND (during IS NULL) = (booking_id IS NULL)
        AND (booking_id IS NOT NULL OR gathers IS NULL))
    """)
    rewrite_function(op.get_bind(), "take_message", IN_ORDER)


def downgrade() -> None:
    restore_function(op.get_bind(), "take_message", IN_ORDER)
    op.execute("ALTER TABLE message DROP CONSTRAINT message_of_booking_or_places")
    op.execute("ALTER TABLE message NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM message WHERE booking_id IS NULL")
    op.execute("ALTER TABLE message FORCE ROW LEVEL SECURITY")
    op.execute("""
    ALTER TABLE message ALTER COLUMN booking_id SET NOT NULL, ALTER COLUMN during SET NOT NULL
    """)
