"""Triggers that hold whoever writes until the others are where a race needs them.

They stand in controls, which take a guard away: what happens then must not hang on a lucky moment.
"""

from __future__ import annotations

#: Less than what a statement may take, so that a race that does not come about is told as that.
PATIENCE_S = 8
#: How many writers have come to a trigger of this module so far.
CAME = "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM public.came)"
#: Whether somebody waits for what another has locked.
SOMEBODY_WAITS = "EXISTS (SELECT FROM pg_locks WHERE NOT granted)"

_HOLD = """
CREATE SEQUENCE IF NOT EXISTS came;
CREATE FUNCTION hold_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM nextval('public.came');
  FOR look IN 1..{looks} LOOP
    EXIT WHEN {until};
    PERFORM pg_sleep(0.01);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER hold_{table} AFTER {event} ON {table}
FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION hold_{table}();
"""


def hold(table: str, until: str, event: str = "INSERT", when: str = "true") -> str:
    """The statements that hold whoever writes a row, if ``when``, until the condition ``until``."""
    return _HOLD.format(table=table, event=event, until=until, when=when, looks=PATIENCE_S * 100)


def meet(table: str, count: int, event: str = "INSERT", when: str = "true") -> str:
    """The statements that let nobody end a writing before so many are in the middle of one."""
    return hold(table, f"{CAME} >= {count}", event, when)
