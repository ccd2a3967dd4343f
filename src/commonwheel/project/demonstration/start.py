"""Makes the demonstration node ready, lists its people, and serves it."""

import datetime as dt
from collections.abc import Callable

import django
from django.conf import settings

from commonwheel.project.migrating import migrate_tables

Say = Callable[[str], None]
READY = "demonstration-3"
"""Name of the file that says that the node was filled wholly; a newer number fills it anew."""


def prepare(*, say: Say) -> None:
    """Bring the database up to date and fill it, unless that was done before."""
    django.setup()
    migrate_tables()
    ready = settings.DATA / READY
    if not ready.exists():
        from commonwheel.project.demonstration.seed import seed

        say("Making the demonstration’s councils, addresses and reports. This happens once.")
        seed(now=dt.datetime.now(dt.UTC), say=say)
        ready.touch()
    _share()


def _share() -> None:
    """Have a shared library with the services that come with Commonwheel, where the node was told to serve one."""
    if settings.COMMONS_FOLDER is None:
        return
    from commonwheel.integrations.pattern_folder.shipped import folder_files, shipped_pattern
    from commonwheel.project.demonstration.councils import COUNCILS
    from commonwheel.project.demonstration.library import follow_library, make_library

    now = dt.datetime.now(dt.UTC)
    names = sorted({name for council in COUNCILS for name in council.services})
    make_library(settings.COMMONS_FOLDER, (folder_files(shipped_pattern(name)) for name in names), now=now)
    address = f"http://{settings.NODE_ADDRESS}/commons/repository"
    follow_library(settings.COMMONS_FOLDER, address=address, now=now)


def people() -> list[dict[str, str]]:
    """Return the people to be, with the codes of this moment."""
    django.setup()
    from commonwheel.project.demonstration.people import as_json, people_to_be

    return as_json(people_to_be(now=dt.datetime.now(dt.UTC)))


def serve(*, host: str, port: int) -> None:
    """Serve the node until it is told to stop."""
    from commonwheel.project.server import serve as serve_node

    serve_node(host=host, port=port)
