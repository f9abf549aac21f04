"""Where the project's own folders are, in a checkout and in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def checkout() -> Path | None:
    """Return the top folder of the checkout this code runs from, or None in an installed wheel."""
    top = _PACKAGE.parent
    is_checkout = (top / "pyproject.toml").is_file() and (top / "migrations").is_dir()
    return top if is_checkout else None


def templates() -> Path:
    """Return the folder of the Jinja pages."""
    return _resource("templates")


def migrations() -> Path:
    """Return Alembic's script folder."""
    return _resource("migrations")


def static() -> Path:
    """Return the folder of our own static files; `dist` in it is what the browser build made."""
    return _PACKAGE / "static"


def default_home() -> Path:
    """Return the folder for data when none is named: `var` in the checkout, else in this folder."""
    return (checkout() or Path.cwd()) / "var"


def _resource(name: str) -> Path:
    # The wheel carries the top-level folders inside this package (see pyproject.toml).
    top = checkout()
    return top / name if top else _PACKAGE / name
