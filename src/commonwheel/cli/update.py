"""`commonwheel update`."""

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, refuse, say
from commonwheel.cli.updating import service_owner, told_update


@click.command()
@click.argument("what", metavar="PUBLISHER/NAME[@VERSION]")
@click.option("--for", "council", required=True, metavar="COUNCIL", help="The council's slug, or its current GSS code.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="The service owner who begins it.")
@as_json_option
@on_node
def update(*, what: str, council: str, email: str, as_json: bool) -> None:
    """
    Begin to bring COUNCIL's service to a newer version from a shared library: a draft, and nothing for residents yet.

    Its own changes, and a draft under way, are carried over. What is to be decided, the sign-off and the publishing
    are on the pages that change the service. For a folder or the file of a release, see `service update`.
    """
    from django.utils import timezone

    from commonwheel.apps.adoption import api as adoption
    from commonwheel.apps.changes import api as changes
    from commonwheel.apps.services import api as services
    from commonwheel.core.packages.naming import read_wanted
    from commonwheel.foundation.scope import council_scope

    found, now, wanted = council_called(council), timezone.now(), read_wanted(what)
    with council_scope(found.id):
        person = service_owner(found, email)
        ours = next((one for one in services.list_services(found.id) if one.pattern_name == wanted.full_name), None)
    if ours is None:
        refuse(f"{found.name} does not have {wanted.full_name}. Take it with `commonwheel adopt`.")
    fetched = adoption.fetch_anywhere(adoption.find_offer(wanted), now=now)
    with council_scope(found.id):
        adoption.keep_fetched(fetched, now=now)
        changes.begin_update(found, ours.slug, files=fetched.release.files, by=person, now=now)
        words, value = told_update(found, ours.slug)
    say(words, value, as_json=as_json)
