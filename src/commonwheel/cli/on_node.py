"""What the commands that change a node share: starting Django, printing, ending with a reason.

They end with 0 where what was asked is so, 1 where it was refused (nothing is changed), 2 where they
were called wrongly.
"""

import functools
import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec

import click

from commonwheel.core.problems import Failure

if TYPE_CHECKING:
    from commonwheel.foundation.councils import CouncilView

P = ParamSpec("P")
REFUSED = 1
CALLED_WRONGLY = 2
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def on_node(command: Callable[P, None]) -> Callable[P, None]:
    """Start Django before the command, and end with one sentence where it is refused."""

    @functools.wraps(command)
    def started(*args: P.args, **kwargs: P.kwargs) -> None:
        set_up_django()
        _require_tables()
        try:
            command(*args, **kwargs)
        except Failure as reason:
            refuse(str(reason))

    return started


def council_called(slug: str) -> "CouncilView":
    """Return the council of that slug, or of that current GSS code; end the command where there is none."""
    from commonwheel.apps.authorities import api as authorities

    council = authorities.find_council(slug) or authorities.find_council_by_code(slug)
    if council is None:
        known = ", ".join(one.slug for one in authorities.list_councils()) or "none yet: add one with `council add`"
        wrong(f"There is no council “{slug}” on this node. Councils here: {known}.")
    return council


def say(words: str, value: Any, *, as_json: bool) -> None:
    """Print the sentence, or the value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2) if as_json else words)


def refuse(words: str) -> NoReturn:
    """End: what was asked is refused."""
    click.echo(words, err=True)
    sys.exit(REFUSED)


def wrong(words: str) -> NoReturn:
    """End: the command was called wrongly."""
    click.echo(words, err=True)
    sys.exit(CALLED_WRONGLY)


def set_up_django() -> None:
    """Start Django; end the command where the settings are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    import django

    try:
        django.setup()
    except Failure as reason:
        wrong(str(reason))


# Private


def _require_tables() -> None:
    from django.db import DatabaseError, connection

    try:
        tables = connection.introspection.table_names()
    except DatabaseError as reason:
        refuse(f"The database does not answer: {str(reason).splitlines()[0]}")
    if "authorities_council" not in tables:
        refuse("This node has no tables yet. Run `commonwheel migrate` first.")
