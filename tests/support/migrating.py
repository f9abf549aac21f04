"""Running the migrations as `floorplans db migrate` does."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from app import paths


def alembic_config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    url = owner_url.replace("postgresql://", "postgresql+psycopg://", 1)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(owner_url: str, target: str) -> None:
    """Up to ``head`` (or any revision), or down to ``base``."""
    if target == "base":
        command.downgrade(alembic_config(owner_url), target)
    else:
        command.upgrade(alembic_config(owner_url), target)
