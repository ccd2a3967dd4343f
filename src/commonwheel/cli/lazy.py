"""Commands that are imported when they are called, so that `pattern check` need not load what runs a node."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """
    A group whose commands stand in modules of their own.

    `commands_in` maps the command's name to (module, attribute, one line for the list of commands).
    """

    def __init__(self, *args: Any, commands_in: Mapping[str, tuple[str, str, str]] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self._commands_in = dict(commands_in or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order in which they are declared."""
        return [*self._commands_in, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing it now."""
        if cmd_name not in self._commands_in:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = self._commands_in[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's own signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands without importing any."""
        rows = [(name, line) for name, (_, _, line) in self._commands_in.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
