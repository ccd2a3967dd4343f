"""Makes the demonstration node ready, lists its people, and serves it."""

import datetime as dt
from collections.abc import Callable

import django
from django.conf import settings

from commonwheel.project.migrating import migrate_tables

Say = Callable[[str], None]
READY = "demonstration-2"
"""Name of the file that says that the node was filled wholly; a newer number fills it anew."""


def prepare(*, say: Say) -> None:
    """Bring the database up to date and fill it, unless that was done before."""
    django.setup()
    migrate_tables()
    ready = settings.DATA / READY
    if ready.exists():
        return
    from commonwheel.project.demonstration.seed import seed

    say("Making the demonstration’s councils, addresses and reports. This happens once.")
    seed(now=dt.datetime.now(dt.UTC), say=say)
    ready.touch()


def people() -> list[dict[str, str]]:
    """Return the people to be, with the codes of this moment."""
    django.setup()
    from commonwheel.project.demonstration.people import as_json, people_to_be

    return as_json(people_to_be(now=dt.datetime.now(dt.UTC)))


def serve(*, host: str, port: int) -> None:
    """Serve the node until it is told to stop."""
    from commonwheel.project.server import serve as serve_node

    serve_node(host=host, port=port)
