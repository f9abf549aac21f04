"""The installation's database for commands, as the service itself sees it."""

from app import cluster
from app.settings import Settings
from floorplans.database import Database

POOL_SIZE = 2


def open_database() -> Database:
    """Start the database if it is ours and connect as the service's own login."""
    settings = Settings.from_environment()
    return Database(cluster.ensure_cluster(settings).app_url, pool_size=POOL_SIZE)
