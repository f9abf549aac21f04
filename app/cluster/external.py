"""A PostgreSQL server of the user's own, named by DATABASE_URL."""

import secrets

from app.cluster.address import Address, Connections
from app.cluster.bootstrap import bootstrap, connect, missing
from app.cluster.configuration import APP, OWNER
from app.cluster.errors import ClusterError
from app.cluster.quiet import ask_for, unmet
from app.settings import Settings, kept_secret

PASSWORD_BYTES = 24


def ensure_external(settings: Settings, database_url: str) -> Connections:
    """Prepare the user's own server as far as its login may; ClusterError when that is too little.

    A login that may make roles gets `floorplans_owner` and `floorplans_app` made for it, with
    passwords kept in `home`, and a login that may set it keeps the server from logging what the
    app's does. The prepared owner itself as login needs DATABASE_APP_URL beside it.
    """
    admin = Address.parse(database_url)
    owner = admin if admin.user == OWNER else admin.as_user(OWNER, _password(settings, OWNER))
    app = _app_address(settings, admin)
    lacking = missing(owner)
    if lacking is None or lacking or not _lets_in(app):
        bootstrap(admin, owner, _passwords(settings, admin))
        _insist(app)
    loud = _hush(admin, app)
    return Connections(owner_url=owner.url(), app_url=app.url(), loud=loud)


def _hush(admin: Address, app: Address) -> tuple[str, ...]:
    """Have the server write nothing down of the app's login; return what stays loud all the same.

    Only a superuser may set most of it, so a lesser login leaves it to the administrator.
    """
    with connect(app) as connection:
        wishes = unmet(connection)
    if wishes and app.user and admin.user != app.user:
        with connect(admin) as connection:
            ask_for(connection, app.user, wishes)
        # What holds from now on is what a new session sees.
        with connect(app) as connection:
            wishes = unmet(connection)
    return tuple(wish.name for wish in wishes)


def _app_address(settings: Settings, admin: Address) -> Address:
    if settings.database_app_url:
        return Address.parse(settings.database_app_url)
    if admin.user == OWNER:
        raise ClusterError(
            "DATABASE_APP_URL_MISSING",
            f"DATABASE_URL signs in as {OWNER}, which cannot make the login of the service. "
            f"Nothing was changed; set DATABASE_APP_URL to the login {APP} as "
            "docs/own-postgresql.md shows.",
        )
    return admin.as_user(APP, _password(settings, APP))


def _passwords(settings: Settings, admin: Address) -> dict[str, str]:
    roles = [] if admin.user == OWNER else [OWNER]
    if not settings.database_app_url:
        roles.append(APP)
    return {role: _password(settings, role) for role in roles}


def _password(settings: Settings, role: str) -> str:
    fresh = secrets.token_urlsafe(PASSWORD_BYTES)
    return kept_secret(settings.home / "database" / role, fresh)


def _lets_in(address: Address) -> bool:
    try:
        _insist(address)
    except ClusterError as error:
        if error.code in ("DATABASE_MISSING", "DATABASE_LOGIN_REFUSED"):
            return False
        raise
    return True


def _insist(address: Address) -> None:
    with connect(address) as connection:
        row = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row and row[0]:
        raise ClusterError(
            "DATABASE_APP_LOGIN_TOO_STRONG",
            "The login of DATABASE_APP_URL may see every organisation's rows. Nothing was "
            f"changed; use the login {APP} as docs/own-postgresql.md shows.",
        )
