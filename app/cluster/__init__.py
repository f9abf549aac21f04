"""The database of an installation: a private cluster, or the server that DATABASE_URL names."""

from app.cluster.address import Address, Connections
from app.cluster.errors import ClusterError
from app.cluster.external import ensure_external
from app.cluster.private import ensure_private, is_private_running, stop_private, throwaway
from app.settings import Settings

__all__ = [
    "Address",
    "ClusterError",
    "Connections",
    "ensure_cluster",
    "is_running",
    "stop",
    "throwaway",
]


def ensure_cluster(settings: Settings) -> Connections:
    """Return a database that is ready for migrations and requests, starting it if it is ours.

    Takes some milliseconds when everything is there already. Raises ClusterError, whose text is
    one sentence for a person.
    """
    if settings.database_url:
        return ensure_external(settings, settings.database_url)
    return ensure_private(settings.home)


def stop(settings: Settings) -> bool:
    """Stop the private cluster; return False when there was nothing of ours to stop."""
    return False if settings.database_url else stop_private(settings.home)


def is_running(settings: Settings) -> bool:
    """Tell whether the private cluster runs, starting nothing."""
    return not settings.database_url and is_private_running(settings.home)
