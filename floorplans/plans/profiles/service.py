"""Use cases of saved profiles: save, list, rename, remove, see which fit a plan, and read with one.

One transaction each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import IntegrityError

from floorplans.actor import Actor, Role
from floorplans.database import Database, violated_constraint
from floorplans.errors import Conflict, NotFound, Refused
from floorplans.ids import new_id
from floorplans.places.rules import clean_name
from floorplans.plans import rules
from floorplans.plans.known import plan_of
from floorplans.plans.profiles import queries
from floorplans.plans.profiles.finding import Fit, fits, saved_of, suited
from floorplans.plans.profiles.views import OfferView, ProfileView
from floorplans.plans.staging import locked, read_again
from importers.drift import carried
from importers.fingerprint import Fingerprint, from_plain
from importers.profile import Profile

NAME_LENGTH = 120
#: All of them are compared with every drawing that comes in.
MOST_PROFILES = 200
_SHOWN = ("id", "name", "profile", "file_name", "by", "created_at", "changed_at", "plans")


def profiles(db: Database, actor: Actor) -> list[ProfileView]:
    """The saved profiles of the organisation, by name; raises ``Forbidden``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        return [_view(row) for row in queries.profiles(tx, actor.organisation_id)]


def save(
    db: Database,
    actor: Actor,
    revision_id: UUID,
    name: str,
    now: datetime,
    *,
    everything: bool = False,
) -> ProfileView:
    """Save what was decided about a plan, to be found again by how its drawing looks.

    ``everything`` also keeps the roles that were found without a person. Raises ``Forbidden``,
    ``NotFound``, ``Invalid`` (the name), ``Conflict`` (``profile_name_taken``), ``Refused``
    (``no_fingerprint``, ``too_many_profiles``).
    """
    actor.require(Role.FACILITY)
    wanted = clean_name(name, "profile", NAME_LENGTH)
    organisation, made = actor.organisation_id, new_id()
    with _names_are_unique(), db.transaction(organisation) as tx:
        row = plan_of(tx, organisation, revision_id)
        if queries.count(tx, organisation) >= MOST_PROFILES:
            raise Refused(
                "too_many_profiles",
                f"There are {MOST_PROFILES} profiles already. Nothing was saved.",
                "Remove those that nobody uses.",
                most=MOST_PROFILES,
            )
        queries.add(
            tx,
            organisation,
            made,
            name=wanted,
            profile=_decided(tx, organisation, row, everything=everything),
            fingerprint=_plain_fingerprint(tx, organisation, revision_id),
            file_name=row["file_name"],
            by=actor.recorded_id,
            now=now,
        )
        queries.set_use(tx, organisation, revision_id, made)
        return _present(tx, organisation, made)


def save_over(
    db: Database,
    actor: Actor,
    profile_id: UUID,
    revision_id: UUID,
    now: datetime,
    *,
    everything: bool = False,
) -> ProfileView:
    """Let a profile say from now on what was decided about this plan, and be found by its drawing.

    Rules of it for names that this drawing does not have stay. Raises ``Forbidden``, ``NotFound``,
    ``Refused`` (``no_fingerprint``).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        before = _present(tx, organisation, profile_id).profile
        row = plan_of(tx, organisation, revision_id)
        decided = _decided(tx, organisation, row, everything=everything)
        for kind in ("layers", "blocks"):
            rules_of_kind = {**before.get(kind, {}), **decided.get(kind, {})}
            decided |= {kind: rules_of_kind} if rules_of_kind else {}
        queries.replace(
            tx,
            organisation,
            profile_id,
            profile=decided,
            fingerprint=_plain_fingerprint(tx, organisation, revision_id),
            file_name=row["file_name"],
            now=now,
        )
        _note_use(tx, organisation, revision_id, profile_id)
        return _present(tx, organisation, profile_id)


def rename(db: Database, actor: Actor, profile_id: UUID, name: str, now: datetime) -> ProfileView:
    """Raises ``Forbidden``, ``NotFound``, ``Invalid``, ``Conflict`` (``profile_name_taken``)."""
    actor.require(Role.FACILITY)
    wanted = clean_name(name, "profile", NAME_LENGTH)
    with _names_are_unique(), db.transaction(actor.organisation_id) as tx:
        queries.rename(tx, actor.organisation_id, profile_id, wanted, now)
        return _present(tx, actor.organisation_id, profile_id)


def remove(db: Database, actor: Actor, profile_id: UUID) -> None:
    """Forget a profile; plans stay as they were read. Raises ``Forbidden``, ``NotFound``."""
    actor.require(Role.FACILITY)
    with db.transaction(actor.organisation_id) as tx:
        if not queries.remove(tx, actor.organisation_id, profile_id):
            raise _no_such_profile()


def offers(db: Database, actor: Actor, revision_id: UUID) -> list[OfferView]:
    """The profiles that may be those of a plan's drawing, the one it is read with first.

    Raises ``Forbidden``, ``NotFound``.
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        plan_of(tx, organisation, revision_id)
        plain = queries.fingerprint_of(tx, organisation, revision_id)
        used = queries.use_of(tx, organisation, revision_id)
        rows = queries.profiles(tx, organisation)
    if plain is None:
        return []
    present = from_plain(plain)
    own = None if used is None else used["profile_id"]
    found = fits([saved_of(row) for row in rows], present, own)
    return [_offer(fit, present, used) for fit in found]


def read_with(db: Database, actor: Actor, revision_id: UUID, profile_id: UUID | None) -> None:
    """Read a draft again with a saved profile, or with none; renamed things keep their roles.

    Raises ``Forbidden``, ``NotFound``, ``Conflict`` (published).
    """
    actor.require(Role.FACILITY)
    organisation = actor.organisation_id
    with db.transaction(organisation) as tx:
        row = locked(tx, organisation, revision_id)
        rules.check_state(row["state"], ("draft", "refused", "reading"), "read again")
        profile = Profile()
        if profile_id is not None:
            saved = queries.profile(tx, organisation, profile_id)
            if saved is None:
                raise _no_such_profile()
            plain = queries.fingerprint_of(tx, organisation, revision_id)
            profile = adapted(saved, None if plain is None else from_plain(plain))
        # Which of the drawings on a sheet is this floor was decided about this plan alone.
        profile = profile.with_view(row["profile"].get("view"))
        _note_use(tx, organisation, revision_id, profile_id)
        read_again(tx, organisation, revision_id, profile.to_mapping())


def clear_profile(
    tx: Connection, organisation_id: UUID, present: Fingerprint
) -> tuple[UUID, Profile] | None:
    """The saved profile that is clearly this drawing's, made to fit it; None where there is none.

    One that decides nothing is none.
    """
    rows = queries.profiles(tx, organisation_id)
    for fit in fits([saved_of(row) for row in rows], present):
        if fit.clear:
            profile, drift = suited(fit.saved, present)
            made = carried(profile, drift)
            return (fit.saved.id, made) if made.to_mapping() else None
    return None


def adapted(row: Mapping[Any, Any], present: Fingerprint | None) -> Profile:
    """A saved profile for another drawing: what was renamed there keeps its role."""
    saved = saved_of(row)
    if present is None:
        return saved.profile.with_view(None)
    profile, drift = suited(saved, present)
    return carried(profile, drift)


def _offer(fit: Fit, present: Fingerprint, used: RowMapping | None) -> OfferView:
    _, drift = suited(fit.saved, present)
    is_used = used is not None and used["profile_id"] == fit.saved.id
    return OfferView(
        id=fit.saved.id,
        name=fit.saved.name,
        score=fit.likeness.score,
        clear=fit.clear,
        used=is_used,
        by_itself=is_used and used is not None and used["by_itself"],
        why=fit.likeness.witnesses,
        drift=drift,
    )


def _decided(
    tx: Connection, organisation_id: UUID, row: RowMapping, *, everything: bool
) -> dict[str, Any]:
    """The plan's profile without what is of this drawing alone: which view of a sheet it is."""
    profile = Profile.from_mapping(row["profile"]).with_view(None)
    decided = profile.to_mapping()
    told = queries.roles_of(tx, organisation_id, row["id"]) if everything else None
    if told is None:
        return decided
    for kind in ("layers", "blocks"):
        found = {one["name"]: one["role"] for one in told[kind] if one["role"] != "unknown"}
        decided[kind] = {**found, **decided.get(kind, {})}
    return Profile.from_mapping(decided).to_mapping()


def _plain_fingerprint(tx: Connection, organisation_id: UUID, revision_id: UUID) -> dict[str, Any]:
    plain = queries.fingerprint_of(tx, organisation_id, revision_id)
    if plain is None:
        raise Refused(
            "no_fingerprint",
            "How this plan is drawn is not known, so no profile could be found by it. Nothing was"
            " saved.",
            "Only drawings (DXF, DWG) have habits of an office. One that was brought in long ago"
            " must be read again first.",
        )
    return plain


def _present(tx: Connection, organisation_id: UUID, profile_id: UUID) -> ProfileView:
    row = queries.profile(tx, organisation_id, profile_id)
    if row is None:
        raise _no_such_profile()
    return _view(row)


def _view(row: RowMapping) -> ProfileView:
    return ProfileView(**{name: row[name] for name in _SHOWN})


def _note_use(
    tx: Connection, organisation_id: UUID, revision_id: UUID, profile_id: UUID | None
) -> None:
    if not queries.set_use(tx, organisation_id, revision_id, profile_id):
        raise _no_such_profile()


def _no_such_profile() -> NotFound:
    return NotFound(
        "no_such_profile", "There is no such profile. Nothing was changed.", "Choose another."
    )


@contextmanager
def _names_are_unique() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if violated_constraint(error) != "plan_profile_name_key":
            raise
        raise Conflict(
            "profile_name_taken",
            "There is a profile of this name already. Nothing was changed.",
            "Choose another name, or save over that profile.",
        ) from error
