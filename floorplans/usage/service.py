"""The use cases around the use of places: counting months, telling them, switching it off."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from floorplans.actor import Actor, Role
from floorplans.database import Database
from floorplans.errors import NotFound
from floorplans.usage import counting, queries, rules, telling
from floorplans.usage.views import Choice, SiteMonths, SiteUse

#: What ends with the month may still be noted for a moment.
SETTLED = timedelta(hours=6)
#: An organisation that begins to count has the last year counted, as far as it is known.
MONTHS_BACK = 12


def count_due(db: Database, now: datetime) -> int:
    """Count the months that are over, of all sites; how many.

    Each is counted once and stays as it was told: running it late, twice or at once with another
    changes nothing.
    """
    return sum(
        _count(db, organisation_id, site_id, month, now)
        for organisation_id, site_id, month in queries.due(db, now, SETTLED, MONTHS_BACK)
    )


def is_counted(db: Database, actor: Actor) -> bool:
    """Whether there is anything to see for this person: by their role, and by what was chosen."""
    if not actor.role.covers(Role.FACILITY):
        return False
    with db.transaction(actor.organisation_id) as tx:
        return queries.choice(tx, actor.organisation_id).is_counted


def months(db: Database, actor: Actor) -> tuple[SiteMonths, ...]:
    """Every site with the months that were counted.

    Needs the role facility. Raises Forbidden, NotFound ``use_not_counted``.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        _check_counted(queries.choice(tx, actor.organisation_id))
        found = queries.months(tx, actor.organisation_id)
    return tuple(SiteMonths(site_id, name, tuple(own)) for site_id, name, own in found)


def use(db: Database, actor: Actor, site_id: UUID, month: date | None = None) -> SiteUse:
    """How much a site was used in a month (its first day), or in the latest that was counted.

    Needs the role facility. Raises Forbidden, NotFound ``use_not_counted``, ``month_not_counted``.
    """
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        _check_counted(queries.choice(tx, actor.organisation_id))
        found = queries.report(tx, actor.organisation_id, site_id, month)
    if found is None:
        raise NotFound(
            "month_not_counted",
            "Nothing was counted for this site and month.",
            "A month is counted when it is over. Choose one from the list.",
        )
    return SiteUse(
        site_id,
        found["site_name"],
        found["month"],
        found["least_people"],
        found["counted_at"],
        telling.read_back(found["document"]),
    )


def choice(db: Database, actor: Actor) -> Choice:
    """What the organisation chose. Needs the role admin. Raises Forbidden."""
    actor.require(Role.ADMIN)
    with db.transaction(actor.organisation_id) as tx:
        return queries.choice(tx, actor.organisation_id)


def choose(db: Database, actor: Actor, wanted: Choice) -> Choice:
    """Count use or not, and say on how many people each number rests at least.

    It holds for months that are counted from now on; those that were told stay. Needs the role
    admin. Raises Forbidden, Invalid ``too_few_people``.
    """
    actor.require(Role.ADMIN)
    rules.check_choice(wanted.least_people)
    with db.transaction(actor.organisation_id) as tx:
        queries.choose(tx, actor.organisation_id, wanted)
    return wanted


def _count(db: Database, organisation_id: UUID, site_id: UUID, month: date, now: datetime) -> bool:
    with db.transaction(organisation_id) as tx:
        chosen = queries.choice(tx, organisation_id)
        least = max(chosen.least_people, rules.LEAST_PEOPLE)
        sums = counting.sums(tx, organisation_id, site_id, month, least)
        document = json.dumps(asdict(telling.told_of(sums, least)), ensure_ascii=False)
        return queries.keep(tx, organisation_id, site_id, month, least, document, now)


def _check_counted(chosen: Choice) -> None:
    if not chosen.is_counted:
        raise NotFound(
            "use_not_counted",
            "Your organisation does not count how much places are used.",
            "An administrator can switch it on.",
        )
