"""The command `floorplans`; each subcommand is a module of this package, loaded when asked for."""

import importlib
import keyword
import pkgutil

import click


class LazyGroup(click.Group):
    """Finds `floorplans NAME` in the module `app.cli.NAME`, whose `command` is the click command.

    A name that Python keeps for itself has an underscore behind it: `import` is `import_`.
    Reading a drawing must not pay for the web server's imports.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all subcommands, sorted."""
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.removesuffix("_") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one subcommand, or return None for a name there is no module for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = cmd_name + "_" if keyword.iskeyword(cmd_name) else cmd_name
        found: click.Command = importlib.import_module(f"{__name__}.{module}").command
        return found


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="floorplans")
def main() -> None:
    """Floor plans from CAD drawings: live maps on which people book desks and rooms."""
