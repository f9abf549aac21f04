"""Tables of rules of booking, and of the groups of people that they speak of."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE

from floorplans.metadata import foreign, instant, metadata, of_organisation, uuid

person_group = Table(
    "person_group",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    instant("created_at", server_default=text("now()")),
    Column("kept_by", Text, nullable=False, server_default="hand"),
    Column("claim_value", Text),
    # What the organisation's directory calls it, where that keeps the group.
    Column("external_id", Text),
    of_organisation("person_group"),
)
Index(
    "person_group_external_id_key",
    person_group.c.organisation_id,
    person_group.c.external_id,
    unique=True,
    postgresql_where=person_group.c.external_id.is_not(None),
)
Index(
    "person_group_name_key",
    person_group.c.organisation_id,
    func.lower(person_group.c.name),
    unique=True,
)

group_member = Table(
    "group_member",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("group_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    foreign("group_member_group_fkey", "group_id", "person_group", "id", ondelete="CASCADE"),
    foreign("group_member_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
)
Index("group_member_person_idx", group_member.c.organisation_id, group_member.c.person_id)

booking_rule = Table(
    "booking_rule",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    uuid("site_id", nullable=True),
    uuid("floor_id", nullable=True),
    uuid("zone_id", nullable=True),
    Column("kind", Text),
    uuid("group_id", nullable=True),
    Column("open_minutes", INT4MULTIRANGE),
    Column("ahead_days", Integer),
    Column("shortest_min", Integer),
    Column("longest_min", Integer),
    Column("most_at_once", Integer),
    Column("most_a_week", Integer),
    Column("mode", Text),
    Column("step_min", Integer),
    Column("half_at_min", Integer),
    Column("buffer_min", Integer),
    Column("distance_m", Float),
    Column("quiet_m", Float),
    Column("change_by_min", Integer),
    Column("cancel_by_min", Integer),
    Column("approval", Text),
    uuid("approvers_group_id", nullable=True),
    uuid("created_by", nullable=True),
    instant("created_at", server_default=text("now()")),
    instant("changed_at", server_default=text("now()")),
    of_organisation("booking_rule"),
    foreign("booking_rule_site_fkey", "site_id", "site", "id", ondelete="CASCADE"),
    foreign("booking_rule_floor_fkey", "floor_id", "floor", "id", ondelete="CASCADE"),
    foreign("booking_rule_zone_fkey", "zone_id", "zone", "id", ondelete="CASCADE"),
    foreign("booking_rule_group_fkey", "group_id", "person_group", "id"),
    foreign("booking_rule_created_by_fkey", "created_by", "person", "id"),
    foreign("booking_rule_approvers_group_fkey", "approvers_group_id", "person_group", "id"),
)
Index(
    "booking_rule_name_key",
    booking_rule.c.organisation_id,
    func.lower(booking_rule.c.name),
    unique=True,
)
Index(
    "booking_rule_scope_key",
    booking_rule.c.organisation_id,
    booking_rule.c.site_id,
    booking_rule.c.floor_id,
    booking_rule.c.zone_id,
    booking_rule.c.kind,
    booking_rule.c.group_id,
    unique=True,
    postgresql_nulls_not_distinct=True,
)

booking_rule_group = Table(
    "booking_rule_group",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("rule_id", Uuid, primary_key=True),
    Column("group_id", Uuid, primary_key=True),
    foreign("booking_rule_group_rule_fkey", "rule_id", "booking_rule", "id", ondelete="CASCADE"),
    foreign("booking_rule_group_group_fkey", "group_id", "person_group", "id"),
)

booking_rule_quiet_zone = Table(
    "booking_rule_quiet_zone",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("rule_id", Uuid, primary_key=True),
    Column("zone_id", Uuid, primary_key=True),
    foreign(
        "booking_rule_quiet_zone_rule_fkey", "rule_id", "booking_rule", "id", ondelete="CASCADE"
    ),
    foreign("booking_rule_quiet_zone_zone_fkey", "zone_id", "zone", "id", ondelete="CASCADE"),
)

booking_rule_approver = Table(
    "booking_rule_approver",
    metadata,
    Column("organisation_id", Uuid, primary_key=True),
    Column("rule_id", Uuid, primary_key=True),
    Column("person_id", Uuid, primary_key=True),
    foreign("booking_rule_approver_rule_fkey", "rule_id", "booking_rule", "id", ondelete="CASCADE"),
    foreign("booking_rule_approver_person_fkey", "person_id", "person", "id", ondelete="CASCADE"),
)
Index(
    "booking_rule_approver_person_idx",
    booking_rule_approver.c.organisation_id,
    booking_rule_approver.c.person_id,
)
