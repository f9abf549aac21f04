"""What staff say of a door that leads outside, and what a way out of doors goes over.

A door is the main entrance, a side entrance, an emergency exit or no entrance at all; it may have
steps before it, a width of its own, or open from within alone. A way is level, over a ramp, or over
steps.
"""

from __future__ import annotations

from alembic import op

revision = "20261122_0073"
down_revision = "20261122_0075"
branch_labels = None
depends_on = None

UP = """
ALTER TABLE entrance_word
  ADD role text, ADD has_steps boolean, ADD clear_m double precision,
  ADD opens_from_outside boolean;
UPDATE entrance_word SET role = CASE WHEN is_entrance THEN 'side' ELSE 'none' END,
  has_steps = false, opens_from_outside = true;
ALTER TABLE entrance_word
  DROP is_entrance,
  ALTER role SET NOT NULL, ALTER has_steps SET NOT NULL, ALTER opens_from_outside SET NOT NULL,
  ADD CONSTRAINT entrance_word_role_known CHECK (role IN ('main', 'side', 'emergency', 'none')),
  ADD CONSTRAINT entrance_word_width_sane CHECK (clear_m BETWEEN 0.3 AND 10),
  ADD CONSTRAINT entrance_word_name_sane CHECK (length(name) BETWEEN 1 AND 60);

ALTER TABLE outdoor_way ADD ground text;
UPDATE outdoor_way SET ground = CASE WHEN has_steps THEN 'steps' ELSE 'level' END;
ALTER TABLE outdoor_way
  DROP has_steps, ALTER ground SET NOT NULL,
  ADD CONSTRAINT outdoor_way_ground_known CHECK (ground IN ('level', 'ramp', 'steps'));
"""
DOWN = """
ALTER TABLE outdoor_way ADD has_steps boolean;
UPDATE outdoor_way SET has_steps = ground = 'steps';
ALTER TABLE outdoor_way DROP ground, ALTER has_steps SET NOT NULL;

ALTER TABLE entrance_word ADD is_entrance boolean;
UPDATE entrance_word SET is_entrance = role IN ('main', 'side');
ALTER TABLE entrance_word
  DROP role, DROP has_steps, DROP clear_m, DROP opens_from_outside,
  DROP CONSTRAINT entrance_word_name_sane,
  ALTER is_entrance SET NOT NULL;
"""


TABLES = ("entrance_word", "outdoor_way")


def upgrade() -> None:
    _on_all_rows(UP)


def downgrade() -> None:
    _on_all_rows(DOWN)


def _on_all_rows(statements: str) -> None:
    """Whoever migrates owns the tables, and sees rows of no organisation while that is forced."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statements)
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
