"""The group of commands for a council's own changes to a shared service."""

from collections.abc import Mapping

import click

from commonwheel.cli.lazy import LazyGroup

_HERE = "commonwheel.cli.layer"
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "check": (f"{_HERE}.check", "check", "Say whether a layer fits its pattern, and whether the result works."),
    "explain": (f"{_HERE}.explain", "explain", "Say who set a field, what it was before, and since when."),
    "merge": (f"{_HERE}.merge", "merge", "Carry a layer over to a new version of its pattern."),
}


@click.group(cls=LazyGroup, commands_in=COMMANDS)
def layer() -> None:
    """
    Check, explain and merge layers: what a council, or a wider owner, changes of a shared pattern.

    docs/reference/pattern.md says what a layer may hold, docs/how-to/change-a-shared-pattern.md how to write one.
    """
