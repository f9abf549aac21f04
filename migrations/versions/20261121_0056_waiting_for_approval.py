"""A place that somebody must approve is asked for when it is one's turn, and not offered.

A request takes nothing, so there would be nothing to keep: the wait ends with the request, whose
person is told so, and those who approve are asked as for any other.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import Passage, restore_function, rewrite_function

revision = "20261121_0056"
down_revision = "20261121_0053"
branch_labels = None
depends_on = None

_FUNCTION = "wait_served"
_PASSAGES = (
    Passage("  own wait;\n", "  own wait;\n  asks_approval boolean;\n"),
    Passage(
        "  UPDATE wait\n  SET state =",
        "  asks_approval := (SELECT b.state = 'requested' FROM booking b\n"
        "    WHERE b.organisation_id = of_organisation AND b.id = booked_as);\n"
        "  IF asks_approval THEN\n"
        "    answered_by := NULL;\n"
        "  END IF;\n"
        "  UPDATE wait\n  SET state =",
    ),
    Passage(
        "    CASE WHEN answered_by IS NULL THEN 'waited' ELSE 'offered' END, NULL,",
        "    CASE WHEN asks_approval THEN 'requested' WHEN answered_by IS NULL THEN 'waited'\n"
        "      ELSE 'offered' END, NULL,",
    ),
)


def upgrade() -> None:
    rewrite_function(op.get_bind(), _FUNCTION, *_PASSAGES)


def downgrade() -> None:
    restore_function(op.get_bind(), _FUNCTION, *_PASSAGES)
