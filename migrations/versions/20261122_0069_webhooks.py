"""Webhooks: what other systems are told, written in the transaction that does it.

Triggers write an event where an organisation has a webhook that wants it. The worker numbers what
is committed, organisation by organisation, and makes a delivery for each webhook. An event holds
ids, hours and states; never a name of a person, an address, a note or a position.
"""

from __future__ import annotations

from alembic import op

from floorplans.rewriting import confine, isolate

revision = "20261122_0069"
down_revision = "20261122_0067"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_LIVE = "('held', 'confirmed', 'checked_in')"

TABLES = """
CREATE TABLE webhook (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  site_id uuid,
  tells_person boolean NOT NULL DEFAULT false,
  secret_sealed bytea NOT NULL,
  former_sealed bytea,
  former_until timestamptz,
  created_at timestamptz NOT NULL,
  paused text,
  paused_at timestamptz,
  failures integer NOT NULL DEFAULT 0,
  rests_until timestamptz,
  succeeded_at timestamptz,
  CONSTRAINT webhook_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT webhook_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT,
  CONSTRAINT webhook_site_fkey FOREIGN KEY (organisation_id, site_id)
    REFERENCES site (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT webhook_name_not_blank CHECK (btrim(name) <> ''),
  CONSTRAINT webhook_url_sane CHECK (url ~ '^https?://[^/@]+(/|$)' AND length(url) <= 2000),
  CONSTRAINT webhook_events_known CHECK (cardinality(events) > 0 AND events <@ ARRAY[
    'booking.created', 'booking.changed', 'booking.cancelled', 'booking.checked_in',
    'booking.released', 'booking.ended', 'closure.made', 'closure.changed', 'closure.ended',
    'fault.reported', 'fault.mended', 'plan.published']),
  CONSTRAINT webhook_former_has_end CHECK ((former_sealed IS NULL) = (former_until IS NULL)),
  CONSTRAINT webhook_paused_known CHECK (paused IN ('asked', 'failing', 'gone')),
  CONSTRAINT webhook_paused_since CHECK ((paused IS NULL) = (paused_at IS NULL)),
  CONSTRAINT webhook_failures_sane CHECK (failures >= 0)
);
CREATE INDEX webhook_site_idx ON webhook (organisation_id, site_id) WHERE site_id IS NOT NULL;

-- The number is the order of writing, the sequence the order of telling. No foreign key: all who
-- book at once would lock the one row of their organisation.
CREATE TABLE webhook_event (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  number bigint GENERATED ALWAYS AS IDENTITY,
  sequence bigint,
  kind text NOT NULL,
  site_id uuid,
  floor_id uuid,
  space_id uuid,
  person_id uuid,
  for_webhook uuid,
  facts jsonb NOT NULL,
  place jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT webhook_event_pkey PRIMARY KEY (organisation_id, id),
  CONSTRAINT webhook_event_sequence_key UNIQUE (organisation_id, sequence)
);
CREATE INDEX webhook_event_fresh_idx ON webhook_event (number) WHERE sequence IS NULL;
CREATE INDEX webhook_event_age_idx ON webhook_event (created_at);

CREATE TABLE webhook_count (
  organisation_id uuid NOT NULL,
  last bigint NOT NULL,
  CONSTRAINT webhook_count_pkey PRIMARY KEY (organisation_id),
  CONSTRAINT webhook_count_organisation_fkey FOREIGN KEY (organisation_id)
    REFERENCES organisation (id) ON DELETE RESTRICT
);

CREATE TABLE webhook_delivery (
  organisation_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  event_id uuid NOT NULL,
  sequence bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  leased_until timestamptz,
  first_tried_at timestamptz,
  tried_at timestamptz,
  status integer,
  trouble text,
  answer text,
  took_ms integer,
  CONSTRAINT webhook_delivery_pkey PRIMARY KEY (organisation_id, webhook_id, event_id),
  CONSTRAINT webhook_delivery_webhook_fkey FOREIGN KEY (organisation_id, webhook_id)
    REFERENCES webhook (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT webhook_delivery_event_fkey FOREIGN KEY (organisation_id, event_id)
    REFERENCES webhook_event (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT webhook_delivery_state_known
    CHECK (state IN ('waiting', 'sent', 'failed', 'skipped')),
  CONSTRAINT webhook_delivery_answer_short CHECK (length(answer) <= 500)
);
CREATE INDEX webhook_delivery_waiting_idx
  ON webhook_delivery (organisation_id, webhook_id, sequence) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_last_idx
  ON webhook_delivery (organisation_id, webhook_id, sequence DESC);
CREATE INDEX webhook_delivery_event_idx ON webhook_delivery (organisation_id, event_id);

-- A set-up may grant the service all tables.
REVOKE UPDATE, DELETE ON webhook_event FROM floorplans_app;
REVOKE INSERT, UPDATE, DELETE ON webhook_count FROM floorplans_app;
REVOKE INSERT, DELETE ON webhook_delivery FROM floorplans_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook TO floorplans_app;
GRANT SELECT, INSERT ON webhook_event TO floorplans_app;
GRANT SELECT ON webhook_count TO floorplans_app;
GRANT SELECT, UPDATE ON webhook_delivery TO floorplans_app;
GRANT SELECT ON webhook TO floorplans_definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_event TO floorplans_definer;
GRANT SELECT, INSERT, UPDATE ON webhook_count TO floorplans_definer;
GRANT SELECT, INSERT ON webhook_delivery TO floorplans_definer;
"""
TENANT_TABLES = ("webhook", "webhook_event", "webhook_count", "webhook_delivery")

NOTE = f"""
CREATE FUNCTION note_webhook_event(
  organisation uuid, what text, at_floor uuid, at_space uuid, whose uuid, told jsonb) RETURNS void
LANGUAGE sql VOLATILE {_DEFINER} AS $$
  INSERT INTO webhook_event (organisation_id, kind, floor_id, space_id, person_id, facts)
  SELECT organisation, what, at_floor, at_space, CASE WHEN bool_or(w.tells_person) THEN whose END,
    told
  FROM webhook w WHERE w.organisation_id = organisation AND what = ANY(w.events)
  HAVING count(*) > 0
$$;
"""

# Who asks for a booking takes nothing yet, so nothing is told before it is approved. Hours that
# end at the very instant of the change were given back; all else that keeps its state was changed.
BOOKING = f"""
CREATE FUNCTION booking_tells_webhooks() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  what text;
  told jsonb;
BEGIN
  IF NOT EXISTS (SELECT FROM webhook w WHERE w.organisation_id = NEW.organisation_id) THEN
    RETURN NULL;
  END IF;
  what := CASE
    WHEN TG_OP = 'INSERT' THEN 'booking.created'
    WHEN OLD.state = 'requested' THEN
      CASE WHEN NEW.state IN {_LIVE} THEN 'booking.created' END
    WHEN OLD.state <> NEW.state AND NEW.state IN ('cancelled', 'released', 'checked_in')
      THEN 'booking.' || NEW.state
    WHEN OLD.state = NEW.state AND OLD.space_id = NEW.space_id
      AND lower(OLD.during) = lower(NEW.during) AND upper(NEW.during) < upper(OLD.during)
      AND upper(NEW.during) <= NEW.changed_at THEN 'booking.ended'
    ELSE 'booking.changed' END;
  IF what IS NULL THEN
    RETURN NULL;
  END IF;
  told := jsonb_build_object('booking_id', NEW.id, 'state', NEW.state,
    'from', lower(NEW.during), 'to', upper(NEW.during));
  IF TG_OP = 'UPDATE' AND what <> 'booking.created'
    AND (OLD.space_id, OLD.during) IS DISTINCT FROM (NEW.space_id, NEW.during) THEN
    told := told || jsonb_build_object('was', jsonb_build_object('space_id', OLD.space_id,
      'from', lower(OLD.during), 'to', upper(OLD.during)));
  END IF;
  PERFORM note_webhook_event(
    NEW.organisation_id, what, NEW.floor_id, NEW.space_id, NEW.person_id, told);
  RETURN NULL;
END $$;
CREATE TRIGGER booking_tells_webhooks_made AFTER INSERT ON booking
  FOR EACH ROW WHEN (NEW.state IN {_LIVE}) EXECUTE FUNCTION booking_tells_webhooks();
CREATE TRIGGER booking_tells_webhooks AFTER UPDATE OF space_id, during, state ON booking
  FOR EACH ROW WHEN (OLD.state IN ('held', 'confirmed', 'checked_in', 'requested')
    AND (OLD.space_id, OLD.during, OLD.state)
      IS DISTINCT FROM (NEW.space_id, NEW.during, NEW.state))
  EXECUTE FUNCTION booking_tells_webhooks();
"""

# One that has not begun is put away and then deleted, which is told once. What ends at once is
# ended; a minute is for clocks that differ.
CLOSURE = f"""
CREATE FUNCTION closure_tells_webhooks() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
DECLARE
  found closure := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM note_webhook_event(
    found.organisation_id,
    CASE WHEN TG_OP = 'INSERT' THEN 'closure.made'
      WHEN TG_OP = 'DELETE' OR upper(found.during) <= clock_timestamp() + interval '1 minute'
        THEN 'closure.ended'
      ELSE 'closure.changed' END,
    found.floor_id, found.space_id, NULL,
    jsonb_build_object('closure_id', found.id, 'from', lower(found.during),
      'to', upper(found.during), 'zone_id', found.zone_id, 'of', CASE
        WHEN found.space_id IS NOT NULL THEN 'space' WHEN found.zone_id IS NOT NULL THEN 'zone'
        WHEN found.area IS NOT NULL THEN 'area' WHEN found.is_list THEN 'spaces'
        ELSE 'floor' END));
  RETURN NULL;
END $$;
CREATE TRIGGER closure_tells_webhooks_made AFTER INSERT OR DELETE ON closure
  FOR EACH ROW EXECUTE FUNCTION closure_tells_webhooks();
CREATE TRIGGER closure_tells_webhooks AFTER UPDATE OF during ON closure
  FOR EACH ROW WHEN (lower(OLD.during) = lower(NEW.during)
    AND upper(OLD.during) IS DISTINCT FROM upper(NEW.during))
  EXECUTE FUNCTION closure_tells_webhooks();
"""

FAULT = f"""
CREATE FUNCTION fault_tells_webhooks() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
  PERFORM note_webhook_event(
    NEW.organisation_id,
    CASE WHEN NEW.done_at IS NULL THEN 'fault.reported' ELSE 'fault.mended' END,
    NULL, NEW.space_id, NULL,
    jsonb_build_object('fault_id', NEW.id, 'what', NEW.what, 'reported_at', NEW.reported_at,
      'mended_at', NEW.done_at));
  RETURN NULL;
END $$;
CREATE TRIGGER fault_tells_webhooks_made AFTER INSERT ON fault
  FOR EACH ROW EXECUTE FUNCTION fault_tells_webhooks();
CREATE TRIGGER fault_tells_webhooks AFTER UPDATE OF done_at ON fault
  FOR EACH ROW WHEN (OLD.done_at IS NULL AND NEW.done_at IS NOT NULL)
  EXECUTE FUNCTION fault_tells_webhooks();
"""

PLAN = f"""
CREATE FUNCTION plan_tells_webhooks() RETURNS trigger
LANGUAGE plpgsql {_DEFINER} AS $$
BEGIN
  PERFORM note_webhook_event(
    NEW.organisation_id, 'plan.published', NEW.floor_id, NULL, NULL,
    jsonb_build_object('plan_id', NEW.id, 'plan_number', NEW.number));
  RETURN NULL;
END $$;
CREATE TRIGGER plan_tells_webhooks_made AFTER INSERT ON plan_revision
  FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION plan_tells_webhooks();
CREATE TRIGGER plan_tells_webhooks AFTER UPDATE OF state ON plan_revision
  FOR EACH ROW WHEN (NEW.state = 'published' AND OLD.state <> 'published')
  EXECUTE FUNCTION plan_tells_webhooks();
"""

# What waits for another transaction is written after that one was committed, so it is never
# numbered before it. Two that number at once would see different halves: one of them does nothing.
WORK = f"""
CREATE FUNCTION number_webhook_events(at timestamptz, most integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
  done bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('number_webhook_events')) THEN
    RETURN 0;
  END IF;
  WITH fresh AS (
    SELECT e.organisation_id, e.id, e.floor_id, e.space_id,
      row_number() OVER (PARTITION BY e.organisation_id ORDER BY e.number) AS nth,
      count(*) OVER (PARTITION BY e.organisation_id) AS size
    FROM (SELECT * FROM webhook_event WHERE sequence IS NULL ORDER BY number LIMIT most) e
  ), counted AS (
    INSERT INTO webhook_count AS c (organisation_id, last)
    SELECT f.organisation_id, count(*) FROM fresh f GROUP BY f.organisation_id
    ON CONFLICT (organisation_id) DO UPDATE SET last = c.last + EXCLUDED.last
    RETURNING c.organisation_id, c.last
  ), numbered AS (
    UPDATE webhook_event e
    SET sequence = c.last - f.size + f.nth, site_id = i.id, place = jsonb_strip_nulls(
      jsonb_build_object('space_id', f.space_id, 'space', s.name, 'kind', s.kind,
        'floor_id', l.id, 'floor', l.name, 'building_id', b.id, 'building', b.name,
        'site_id', i.id, 'site', i.name))
    FROM fresh f
    JOIN counted c ON c.organisation_id = f.organisation_id
    LEFT JOIN space s ON s.organisation_id = f.organisation_id AND s.id = f.space_id
    LEFT JOIN floor l ON l.organisation_id = f.organisation_id
      AND l.id = coalesce(f.floor_id, s.floor_id)
    LEFT JOIN building b ON b.organisation_id = l.organisation_id AND b.id = l.building_id
    LEFT JOIN site i ON i.organisation_id = l.organisation_id AND i.id = l.site_id
    WHERE e.organisation_id = f.organisation_id AND e.id = f.id
    RETURNING e.organisation_id, e.id, e.sequence, e.kind, e.site_id, e.for_webhook
  ), sent AS (
    INSERT INTO webhook_delivery (organisation_id, webhook_id, event_id, sequence, due_at)
    SELECT n.organisation_id, w.id, n.id, n.sequence, at
    FROM numbered n JOIN webhook w ON w.organisation_id = n.organisation_id
    WHERE CASE WHEN n.for_webhook IS NOT NULL THEN w.id = n.for_webhook
      ELSE n.kind = ANY(w.events) AND (w.site_id IS NULL OR w.site_id = n.site_id) END
  )
  SELECT count(*) INTO done FROM numbered;
  RETURN done;
END $$;

CREATE FUNCTION due_webhooks(at timestamptz)
RETURNS TABLE (organisation_id uuid, webhook_id uuid)
LANGUAGE sql STABLE {_DEFINER} AS $$
  SELECT w.organisation_id, w.id FROM webhook w
  WHERE w.paused IS NULL AND (w.rests_until IS NULL OR w.rests_until <= at) AND EXISTS (
    SELECT FROM webhook_delivery d
    WHERE d.organisation_id = w.organisation_id AND d.webhook_id = w.id AND d.state = 'waiting'
      AND d.due_at <= at AND (d.leased_until IS NULL OR d.leased_until <= at))
$$;

CREATE FUNCTION forget_webhook_events(before timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE {_DEFINER} AS $$
  WITH gone AS (DELETE FROM webhook_event WHERE created_at < before RETURNING 1)
  SELECT count(*) FROM gone
$$;
"""
FOR_THE_SERVICE = (
    "number_webhook_events(timestamptz, integer)",
    "due_webhooks(timestamptz)",
    "forget_webhook_events(timestamptz)",
)
FOR_TRIGGERS = (
    "note_webhook_event(uuid, text, uuid, uuid, uuid, jsonb)",
    "booking_tells_webhooks()",
    "closure_tells_webhooks()",
    "fault_tells_webhooks()",
    "plan_tells_webhooks()",
)
TOLD_BY = {
    "booking": ("booking_tells_webhooks_made", "booking_tells_webhooks"),
    "closure": ("closure_tells_webhooks_made", "closure_tells_webhooks"),
    "fault": ("fault_tells_webhooks_made", "fault_tells_webhooks"),
    "plan_revision": ("plan_tells_webhooks_made", "plan_tells_webhooks"),
}


def _of_no_booking(*kinds: str) -> str:
    """Which messages are about something else than a booking."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"""
    ALTER TABLE message
      DROP CONSTRAINT message_of_booking_or_places,
      ADD CONSTRAINT message_of_booking_or_places CHECK (
        (booking_id IS NULL) = (kind IN ({named}))
        AND (during IS NULL) = (booking_id IS NULL)
        AND (booking_id IS NOT NULL OR gathers IS NULL))
    """


def upgrade() -> None:
    op.execute(TABLES)
    isolate(op.get_bind(), *TENANT_TABLES)
    for statement in (NOTE, BOOKING, CLOSURE, FAULT, PLAN, WORK):
        op.execute(statement)
    confine(op.get_bind(), *FOR_TRIGGERS, *FOR_THE_SERVICE)
    for function in FOR_THE_SERVICE:
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO floorplans_app")
    op.execute(_of_no_booking("own_places", "fault", "fault_done", "webhook_paused"))
    op.execute("""
    ALTER TABLE message
      ALTER COLUMN space_id DROP NOT NULL,
      ADD CONSTRAINT message_of_place CHECK ((space_id IS NULL) = (kind = 'webhook_paused'))
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE message NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM message WHERE kind = 'webhook_paused'")
    op.execute("ALTER TABLE message FORCE ROW LEVEL SECURITY")
    op.execute("""
    ALTER TABLE message DROP CONSTRAINT message_of_place, ALTER COLUMN space_id SET NOT NULL
    """)
    op.execute(_of_no_booking("own_places", "fault", "fault_done"))
    for table, triggers in TOLD_BY.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in (*FOR_TRIGGERS, *FOR_THE_SERVICE):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP TABLE webhook_delivery, webhook_count, webhook_event, webhook")
