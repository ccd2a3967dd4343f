"""What the commands about places share."""

from datetime import date, datetime
from pathlib import Path

import click

from commonwheel.cli.on_node import wrong
from commonwheel.core.problems import Failure

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


def as_day(given: datetime | None) -> date | None:
    """Return the day of an option."""
    return given.date() if given else None


def node_data() -> Path:
    """Return the node's data folder; end the command where the settings are wrong."""
    from commonwheel.project.environment import read_environment

    try:
        return read_environment().data
    except Failure as reason:
        wrong(str(reason))
