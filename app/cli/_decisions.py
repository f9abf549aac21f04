"""What a person decides on the command line about how a drawing is read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from importers.profile import Profile, load_profile
from importers.repairs import RepairName


@dataclass(frozen=True, slots=True)
class Decisions:
    """The options of ``reading_options`` as they were given."""

    file: Path | None
    units: str | None
    repairs_off: tuple[str, ...]
    encoding: str | None
    view: str | None

    def profile(self) -> Profile:
        """The profile of the file, or the saved one of that name, with what else is decided.

        Raises ``ImportRefused`` (PROFILE_INVALID).
        """
        profile = _named(self.file) if self.file else Profile()
        profile = profile.without_repairs(self.repairs_off)
        if self.units is not None:
            profile = profile.with_units(self.units)
        if self.encoding is not None:
            profile = profile.with_encoding(self.encoding)
        return profile if self.view is None else profile.with_view(self.view)


def _named(file: Path) -> Profile:
    if file.exists() or file.suffix or len(file.parts) > 1:
        return load_profile(file)
    # Slow to load, and only who names a saved profile needs a database.
    from app.cli._profiles import saved_profile  # noqa: PLC0415

    return saved_profile(str(file))


_OPTIONS = (
    click.option(
        "--profile",
        "profile_path",
        metavar="FILE|NAME",
        type=click.Path(path_type=Path),
        help="A TOML file with roles of layers and blocks, or a profile saved in the studio.",
    ),
    click.option("--units", help="The drawing's unit: mm, cm, m, inch, foot; default: as found."),
    click.option(
        "--no-repair",
        "repairs_off",
        multiple=True,
        metavar="NAME",
        type=click.Choice([name.value for name in RepairName]),
        help="Leave one kind of repair undone, such as close_wall_gaps; may be given again.",
    ),
    click.option(
        "--encoding", help="How its texts are written, such as cp1251; default: as found."
    ),
    click.option("--view", help="Which of several drawings on a sheet: its name, number, or all."),
)


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of reading; it gets them together as ``decisions``."""

    @wraps(command)
    def decided(
        *,
        profile_path: Path | None,
        units: str | None,
        repairs_off: tuple[str, ...],
        encoding: str | None,
        view: str | None,
        **others: Any,
    ) -> None:
        decisions = Decisions(profile_path, units, repairs_off, encoding, view)
        command(decisions=decisions, **others)

    wrapped: Callable[..., None] = decided
    # click lists options in the order in which they stand over a function, the lowest first.
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
