"""Profiles that were saved in the studio, by name, for commands."""

from contextlib import closing

from sqlalchemy.exc import SQLAlchemyError

from app import cluster
from app.cli._target import organisations
from app.settings import Settings, SettingsError
from floorplans.actor import operator
from floorplans.database import Database
from floorplans.errors import DomainError
from floorplans.plans.profiles import service as profiles
from importers.issues import ImportRefused
from importers.profile import Profile


def saved_profile(name: str) -> Profile:
    """The profile of this name in the database of this installation, where that runs.

    Raises ``ImportRefused`` (PROFILE_INVALID).
    """
    found = [values for saved, values in _saved() if saved.casefold() == name.strip().casefold()]
    if not found:
        raise ImportRefused(
            "PROFILE_INVALID",
            f"There is neither a file {name!r} nor a saved profile of that name.",
            "Give a TOML file, or the name of a profile that was saved in the studio.",
        )
    if any(values != found[0] for values in found):
        raise ImportRefused(
            "PROFILE_INVALID",
            f"Several organisations have a profile {name!r}, and they differ.",
            "Rename one of them in the studio.",
        )
    return Profile.from_mapping(found[0])


def _saved() -> list[tuple[str, dict[str, object]]]:
    """Names and values of all saved profiles; none where no database runs."""
    try:
        settings = Settings.from_environment()
        if not settings.database_url and not cluster.is_running(settings):
            return []
        urls = cluster.ensure_cluster(settings)
        with closing(Database(urls.app_url, pool_size=1)) as db:
            return [
                (profile.name, dict(profile.profile))
                for organisation, _ in organisations(urls.owner_url)
                for profile in profiles.profiles(db, operator(organisation))
            ]
    except (SettingsError, cluster.ClusterError, DomainError, SQLAlchemyError, OSError):
        # Whoever reads a drawing without a database needs none for a name that is misspelt.
        return []
