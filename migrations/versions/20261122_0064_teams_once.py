"""A team that is asked for again, because the answer was lost, is booked once.

The key is written first in the transaction that books the team: of two requests that come at once
one waits for the other, and a refused one leaves nothing behind.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import isolate

revision = "20261122_0064"
down_revision = "20261122_0063"
branch_labels = None
depends_on = None

# ``seats`` are pairs in the order of the people: a booking and its distance from the middle (m).
ASKED = """
CREATE TABLE team_asked (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  idempotency_key text NOT NULL,
  idempotency_digest bytea NOT NULL,
  team_id uuid NOT NULL,
  seats jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  CONSTRAINT team_asked_pkey PRIMARY KEY (organisation_id, person_id, idempotency_key),
  CONSTRAINT team_asked_person_fkey FOREIGN KEY (organisation_id, person_id)
    REFERENCES person (organisation_id, id) ON DELETE RESTRICT,
  CONSTRAINT team_asked_seats_array CHECK (jsonb_typeof(seats) = 'array')
);
GRANT SELECT, INSERT, UPDATE ON team_asked TO floorplans_app;
"""


def upgrade() -> None:
    op.execute(ASKED)
    isolate(op.get_bind(), "team_asked")


def downgrade() -> None:
    op.execute("DROP TABLE team_asked")
