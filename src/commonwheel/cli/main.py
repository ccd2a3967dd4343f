"""The `commonwheel` command: `main` is its entry point, `COMMANDS` the list of what it can do."""

import io
import sys
from collections.abc import Mapping

import click

from commonwheel.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "pattern": ("commonwheel.cli.pattern.group", "pattern", "Write, check and compare patterns."),
    "layer": ("commonwheel.cli.layer.group", "layer", "Check, explain and merge a council's own changes."),
    "connector": ("commonwheel.cli.connector", "connector", "Check connectors to other systems: Python wheels."),
    "code": ("commonwheel.cli.code", "code", "Check and list what software says of itself: publiccode.yml."),
    "council": ("commonwheel.cli.council", "council", "Add councils to this node, and open or close them."),
    "staff": ("commonwheel.cli.staff", "staff", "Invite people to work for a council, and end their work."),
    "agreement": ("commonwheel.cli.agreement", "agreement", "Declare who does a duty by agreement."),
    "shared-service": ("commonwheel.cli.shared_service", "shared_service", "Declare what councils run together."),
    "library": ("commonwheel.cli.library", "library", "Follow shared libraries, and search what they offer."),
    "commons": ("commonwheel.cli.commons.group", "commons", "Publish in a shared library, and run one."),
    "adopt": ("commonwheel.cli.adopt", "adopt", "Take a service from a shared library for a council."),
    "update": ("commonwheel.cli.update", "update", "Begin to take a newer version of a council's shared service."),
    "service": ("commonwheel.cli.service", "service", "Adopt services for a council, and put them live."),
    "handover": ("commonwheel.cli.handover", "handover", "Say where a service's requests are worked."),
    "open311": ("commonwheel.cli.open311", "open311", "Let partners send reports by Open311."),
    "keeping": ("commonwheel.cli.keeping", "keeping", "Hold requests, and decide on those kept long enough."),
    "places": (
        "commonwheel.cli.places.group",
        "places",
        "Take in postcodes, boundaries and address registers; locate places.",
    ),
    "demo": ("commonwheel.cli.demo", "demo", "Start a demonstration node."),
    "run": ("commonwheel.cli.node", "run", "Run a node: the web server and its worker."),
    "worker": ("commonwheel.cli.node", "worker", "Run a worker by itself."),
    "migrate": ("commonwheel.cli.node", "migrate", "Bring the database up to date."),
    "manage": ("commonwheel.cli.node", "manage", "Run one of Django's own commands."),
}
FAILED_INSIDE = 70
"""Exit code of a fault in this program itself (EX_SOFTWARE)."""


@click.group(cls=LazyGroup, commands_in=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="commonwheel", prog_name="commonwheel")
def commonwheel() -> None:
    """Shared public services that stay local: write them down once, adopt them, run them."""


def main() -> None:
    """Run the command line; a fault of our own is one sentence, never a traceback."""
    _let_every_character_out()
    try:
        commonwheel(prog_name="commonwheel")
    except Exception as error:  # noqa: BLE001 - whatever it was, whoever called must not read a traceback
        click.echo(f"This is a fault in Commonwheel itself, not in your files: {_said(error)}", err=True)
        click.echo("Please report it with the command you gave.", err=True)
        sys.exit(FAILED_INSIDE)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


def _let_every_character_out() -> None:
    """Write what the terminal's encoding has no letter for as an escape, rather than fail on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
