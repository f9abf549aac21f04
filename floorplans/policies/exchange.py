"""All rules and groups of an organisation by names: kept as a file, and brought in elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict, Invalid, NotFound, Refused
from floorplans.ids import new_id
from floorplans.places.rules import clean_name
from floorplans.policies import group_queries, keeping, queries, sentences
from floorplans.policies.groups import NAME_LENGTH
from floorplans.policies.making import NOTHING_SAVED, checked
from floorplans.policies.service import MOST_RULES
from floorplans.policies.views import Rule

#: What a rule can be about, and what one path in a file consists of.
KINDS = ("site", "floor", "zone", "group")
_NAMED = text("""
SELECT 'site' AS what, id, name AS path FROM site WHERE organisation_id = :organisation
UNION ALL
SELECT 'floor', f.id, b.name || ' / ' || f.name FROM floor f
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
WHERE f.organisation_id = :organisation
UNION ALL
SELECT 'zone', z.id, b.name || ' / ' || f.name || ' / ' || z.name FROM zone z
JOIN floor f ON f.organisation_id = z.organisation_id AND f.id = z.floor_id
JOIN building b ON b.organisation_id = f.organisation_id AND b.id = f.building_id
WHERE z.organisation_id = :organisation AND z.ended_at IS NULL
UNION ALL
SELECT 'group', id, name FROM person_group WHERE organisation_id = :organisation
UNION ALL
SELECT 'person', id, email FROM person
WHERE organisation_id = :organisation AND left_at IS NULL
""")


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule without ids: ``rule`` holds what it says, the rest names what its ids would.

    ``about`` has at most one of ``site`` (its name), ``floor`` (“Building / Floor”) and ``zone``
    (“Building / Floor / Zone”), and ``group``. ``approvers`` are addresses, ``approver_groups`` at
    most one name.
    """

    rule: Rule
    about: Mapping[str, str]
    only_groups: tuple[str, ...] = ()
    quiet_zones: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    approver_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group with the addresses that its members sign in with."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All groups by name, and all rules, those first that win."""

    groups: tuple[NamedGroup, ...]
    rules: tuple[NamedRule, ...]


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of a book: names of groups and rules that were made and changed.

    ``sentences`` are its rules as they stand now, in the order of the book.
    """

    groups_made: tuple[str, ...]
    rules_made: tuple[str, ...]
    rules_changed: tuple[str, ...]
    sentences: tuple[str, ...]


class _Names:
    """Ids by what they are called; what two are called alike cannot be named."""

    def __init__(self, rows: Iterable[tuple[str, UUID, str]]) -> None:
        self._ids: dict[tuple[str, str], list[UUID]] = {}
        self.path_of: dict[UUID, str] = {}
        for what, found, path in rows:
            self.add(what, found, path)

    def add(self, what: str, found: UUID, path: str) -> None:
        self._ids.setdefault((what, path.casefold()), []).append(found)
        self.path_of[found] = path

    def has(self, what: str, path: str) -> bool:
        return (what, path.casefold()) in self._ids

    def id_of(self, what: str, path: str) -> UUID:
        found = self._ids.get((what, path.casefold()), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise Invalid(
                "name_unclear",
                f"There are {len(found)} of the name “{path}” ({what}). {NOTHING_SAVED}",
                "Rename all but one, or make this rule on the page.",
                name=path,
            )
        raise NotFound(
            "rule_target_not_found",
            f"There is no {what} “{path}”. {NOTHING_SAVED}",
            "Write it as `floorplans rules export` does, or make it first.",
            name=path,
        )


def book(db: Database, actor: Actor) -> RuleBook:
    """All rules and groups by names; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        names = _names(tx, actor)
        members = group_queries.all_members(tx, actor)
        groups = tuple(
            NamedGroup(group.name, tuple(one.email for one in members.get(group.id, [])))
            for group in group_queries.groups(tx, actor)
        )
        rules = tuple(_named(rule, names) for _, rule in queries.rules(tx, actor))
    return RuleBook(groups, rules)


def bring_in(
    db: Database, actor: Actor, found: RuleBook, now: datetime, *, only_check: bool = False
) -> BroughtIn:
    """Make the groups and rules of a book, and change those of the same names; all or nothing.

    Members are added and nobody is taken out; what the book does not name stays. With
    ``only_check`` nothing is kept. Raises ``Forbidden``, what ``make_rule`` raises, and NotFound
    (``person_not_found``, ``rule_target_not_found``), Invalid ``name_unclear`` or ``name_twice``.
    """
    actor.require(Role.FACILITY)
    _check_once([group.name for group in found.groups])
    _check_once([each.rule.name for each in found.rules])
    with db.transaction(actor.organisation_id) as tx:
        trial = tx.begin_nested() if only_check else None
        names = _names(tx, actor)
        groups_made = tuple(_group(tx, actor, group, names) for group in found.groups)
        earlier = {rule.name.casefold(): rule_id for rule_id, rule in queries.rules(tx, actor)}
        made: list[str] = []
        changed: list[str] = []
        said: list[Rule] = []
        for each in found.rules:
            rule = _checked(each, names)
            rule_id = earlier.get(rule.name.casefold())
            _write(tx, actor, rule_id, rule, now)
            (made if rule_id is None else changed).append(rule.name)
            said.append(rule)
        if queries.count(tx, actor) > MOST_RULES:
            raise _too_many()
        spoken = queries.names(tx, actor, said)
        lines = tuple(
            f"{sentences.about(rule, spoken)}: {', '.join(sentences.says(rule, spoken))}."
            for rule in said
        )
        if trial is not None:
            trial.rollback()
    return BroughtIn(tuple(filter(None, groups_made)), tuple(made), tuple(changed), lines)


def _names(tx: Connection, actor: Actor) -> _Names:
    rows = tx.execute(_NAMED, {"organisation": actor.organisation_id})
    return _Names((row.what, row.id, row.path) for row in rows)


def _named(rule: Rule, names: _Names) -> NamedRule:
    ids = {what: getattr(rule, f"{what}_id") for what in KINDS}
    by_group = () if rule.approvers_group_id is None else (rule.approvers_group_id,)
    return NamedRule(
        replace(
            rule,
            site_id=None,
            floor_id=None,
            zone_id=None,
            group_id=None,
            only_groups=(),
            quiet_zones=(),
            approvers=(),
            approvers_group_id=None,
        ),
        {what: names.path_of[found] for what, found in ids.items() if found is not None},
        tuple(sorted(names.path_of[group] for group in rule.only_groups)),
        tuple(sorted(names.path_of[zone] for zone in rule.quiet_zones)),
        # Who has left answers nothing any more.
        tuple(sorted(names.path_of[one] for one in rule.approvers if one in names.path_of)),
        tuple(names.path_of[group] for group in by_group),
    )


def _checked(each: NamedRule, names: _Names) -> Rule:
    ids = {what: names.id_of(what, path) for what, path in each.about.items()}
    return checked(
        replace(
            each.rule,
            site_id=ids.get("site"),
            floor_id=ids.get("floor"),
            zone_id=ids.get("zone"),
            group_id=ids.get("group"),
            only_groups=tuple(names.id_of("group", name) for name in each.only_groups),
            quiet_zones=tuple(names.id_of("zone", path) for path in each.quiet_zones),
            approvers=tuple(names.id_of("person", email) for email in each.approvers),
            approvers_group_id=next(
                (names.id_of("group", name) for name in each.approver_groups), None
            ),
        )
    )


def _group(tx: Connection, actor: Actor, group: NamedGroup, names: _Names) -> str | None:
    """Make a group unless it is there, and add its members; its name if it was made."""
    name = clean_name(group.name, "group", NAME_LENGTH)
    is_new = not names.has("group", name)
    if is_new:
        made = new_id()
        group_queries.insert(tx, actor, made, name)
        names.add("group", made, name)
    group_id = names.id_of("group", name)
    if (present := group_queries.group(tx, actor, group_id)) and present.kept_by != "hand":
        own = {one.email for one in group_queries.members(tx, actor, group_id)}
        if not {email.strip().lower() for email in group.members} <= own:
            keeping.check_by_hand(present.kept_by)
        return None
    for email in group.members:
        if group_queries.add(tx, actor, group_id, email.strip()) is None:
            raise NotFound(
                "person_not_found",
                f"Nobody in the organisation has the address {email} (group “{name}”)."
                f" {NOTHING_SAVED}",
                "Make the account first, or take the address out of the file.",
                email=email,
            )
    return name if is_new else None


def _write(tx: Connection, actor: Actor, rule_id: UUID | None, rule: Rule, now: datetime) -> None:
    try:
        if rule_id is None:
            queries.insert(tx, actor, new_id(), rule, now)
        else:
            queries.update(tx, actor, rule_id, rule, now)
    except IntegrityError as error:
        if violated_constraint(error) != "booking_rule_scope_key":
            raise
        raise Conflict(
            "rule_exists",
            f"The rule “{rule.name}” is about exactly the same spaces and people as another one."
            f" {NOTHING_SAVED}",
            "Say both in one rule, or give it the other one's name.",
            rule=rule.name,
        ) from None


def _check_once(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise Invalid(
                "name_twice",
                f"The file has “{name}” twice. {NOTHING_SAVED}",
                "Name each group and each rule once.",
                name=name,
            )
        seen.add(name.casefold())


def _too_many() -> Refused:
    return Refused(
        "too_many_rules",
        f"With these there would be more than {MOST_RULES} rules. {NOTHING_SAVED}",
        "Remove those that nobody needs, or say more in one.",
        most=MOST_RULES,
    )
