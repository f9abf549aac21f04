"""The Flask application, put together from its parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api, errors, logging, paths, scim, web
from app.cluster import ensure_cluster
from app.context import EXTENSION, Context, utc_now
from app.live.hub import Hub
from app.live.memory import Memory
from app.live.news import News
from app.live.shelf import Shelf
from app.live.stamps import Stamps
from app.live.telling import Teller
from app.security import cookies, dates, guard, headers
from app.security.access import BODY_LIMIT_BYTES
from app.security.throttle import Throttle
from app.settings import Settings
from floorplans.database import Database

#: Open maps of one process: each takes a connection and about 20 KB, and no thread.
MOST_MAPS = 4000


def create_app(
    settings: Settings,
    db: Database | None = None,
    *,
    clock: Callable[[], datetime] = utc_now,
    stamps: Stamps | None = None,
) -> OpenAPI:
    """Make an application that serves pages and API from one database.

    Without ``db`` the database of the settings is made ready and used. ``clock`` answers with the
    present instant, aware and in UTC. ``stamps`` is what the workers of a server share.
    """
    logging.configure()
    app = assembled()
    furnish(app, settings, db or Database(ensure_cluster(settings).app_url), clock, stamps)
    return app


def assembled() -> OpenAPI:
    """An application that has all its pages and rules, and no database to serve them from."""
    app = _bare_app()
    guard.install(app)
    dates.install(app)
    headers.install(app)
    errors.install(app)
    web.install(app)
    api.install(app)
    scim.install(app)
    return app


def furnish(
    app: OpenAPI,
    settings: Settings,
    database: Database,
    clock: Callable[[], datetime],
    stamps: Stamps | None,
) -> None:
    """Give an assembled application what it serves from, and the settings that it serves by."""
    key = settings.secret_key()
    marks = stamps or Stamps()
    news = News(database, marks)
    shelf = Shelf()
    app.extensions[EXTENSION] = Context(
        settings=settings,
        db=database,
        clock=clock,
        throttle=Throttle(settings.rate_limits),
        hub=Hub(database, news, Teller(database, shelf, clock), most_maps=MOST_MAPS),
        shelf=shelf,
        memory=Memory(news),
        stamps=marks,
        key=key,
    )
    cookies.install(app, settings, key)
    headers.wrap(app, settings)
    if settings.https:
        # HTTPS ends at a proxy in front; it alone tells who asks and by which name.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]


def _bare_app() -> OpenAPI:
    """An application without pages."""
    app = OpenAPI(
        "app",
        info=api.INFO,
        security_schemes=api.SECURITY_SCHEMES,
        doc_ui=False,
        template_folder=str(paths.templates()),
        static_folder=None,
    )
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT_BYTES
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app
