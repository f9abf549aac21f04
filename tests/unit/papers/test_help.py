"""Every command explains itself, and the README names them all."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app.cli import main

README = Path(__file__).parents[3] / "README.md"


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups included."""
    context = click.Context(group)
    for name in group.list_commands(context):
        own = (*words, name)
        yield own
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, own)


ALL = list(commands(main))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_a_command_explains_itself(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(main, [*words, "--help"])
    assert told.exit_code == 0
    usage, _, said = told.output.partition("\n\n")
    assert usage.startswith("Usage:")
    assert len(said.strip().splitlines()[0]) > 10


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_of_a_command_is_explained(words: tuple[str, ...]) -> None:
    command: click.Command | None = main
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_the_readme_names_every_command() -> None:
    readme = README.read_text()
    assert [
        words for words in ALL if len(words) == 1 and f"floorplans {words[0]}`" not in readme
    ] == []
