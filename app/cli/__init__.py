"""The command `floorplans`; each subcommand is a module of this package, loaded when asked for."""

import importlib
import json
import keyword
import pkgutil
import sys
from collections.abc import Sequence
from typing import Any

import click


class LazyGroup(click.Group):
    """Finds `floorplans NAME` in the module `app.cli.NAME`, whose `command` is the click command.

    A name that Python keeps for itself has an underscore behind it: `import` is `import_`. A
    hyphen is an underscore there: `sign-in` is `sign_in`.
    Reading a drawing must not pay for the web server's imports.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands, sorted."""
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(
            name.removesuffix("_").replace("_", "-") for name in names if not name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one subcommand, or return None for a name there is no module for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = cmd_name + "_" if keyword.iskeyword(cmd_name) else cmd_name.replace("-", "_")
        found: click.Command = importlib.import_module(f"{__name__}.{module}").command
        return found

    def main(self, args: Sequence[str] | None = None, *words: Any, **extra: Any) -> Any:
        """Run the command; with --json also a wrong use of it is told as one JSON object."""
        given = sys.argv[1:] if args is None else list(args)
        if "--json" not in given:
            return super().main(given, *words, **extra)
        try:
            status = super().main(given, *words, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            click.echo(json.dumps({"error": _told(error)}, sort_keys=True))
            status = error.exit_code
        except click.Abort:
            told = {"code": "ABORTED", "message": "Stopped.", "advice": "Start it again."}
            click.echo(json.dumps({"error": told}, sort_keys=True))
            status = 1
        sys.exit(status if isinstance(status, int) else 0)


def _told(error: click.ClickException) -> dict[str, str]:
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "floorplans"
    message = error.format_message()
    return {"code": "USAGE", "message": message, "advice": f"See: {command} --help"}


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="floorplans")
def main() -> None:
    """Floor plans from CAD drawings: live maps on which people book desks and rooms."""
