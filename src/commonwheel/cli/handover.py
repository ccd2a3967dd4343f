"""`commonwheel handover …`: where a service's requests are worked, and what could not be delivered there."""

from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say

if TYPE_CHECKING:
    from commonwheel.apps.handover.api import DestinationView, Set

_WAYS = click.Choice(["here", "email", "webhook", "csv"])


@click.group()
def handover() -> None:
    """
    Say where a service's requests are worked: here, or in another system.

    A secret or token is shown once, when it is made. Give it to those who run the other system, and to nobody else.
    """


@handover.command("set")
@click.argument("council")
@click.argument("slug")
@click.option("--to", "way", required=True, type=_WAYS, help="How new requests get there.")
@click.option("--system", default="", help="What people call the place, such as “the waste contractor”.")
@click.option("--email", default="", help="Where emails go.")
@click.option("--url", default="", help="Where webhooks are posted: https://…")
@as_json_option
@on_node
def set_(*, council: str, slug: str, way: str, system: str, email: str, url: str, as_json: bool) -> None:
    """Say where the requests of COUNCIL's service SLUG go from now on. Those under way keep the way they began with."""
    from django.utils import timezone

    from commonwheel.apps.handover import api as handovers
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope
    from commonwheel.project.jobs import webhooks

    found = council_called(council)
    new = handovers.NewDestination(way=way.upper(), system=system.strip(), email=email.strip(), url=url.strip())
    with council_scope(found.id):
        made = handovers.set_destination(
            found.id, slug=slug, new=new, webhooks=webhooks(), actor=SYSTEM, now=timezone.now()
        )
    where = "here" if made.destination.way == "HERE" else f"by {made.destination.system} ({way})"
    _say(f"New requests of {slug} are worked {where}.", made, "secret", as_json=as_json)


@handover.command("list")
@click.argument("council")
@as_json_option
@on_node
def list_(*, council: str, as_json: bool) -> None:
    """List where the requests of COUNCIL's services are worked."""
    from commonwheel.apps.handover import api as handovers
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        places = handovers.list_destinations(found.id)
        listed = [(one.slug, places.get(one.id)) for one in services.list_services(found.id)]
    lines = [f"{slug:<40} {_way(one):<10} {one.system if one else ''}".rstrip() for slug, one in listed]
    values = [{"slug": slug, **(_as_json(one) if one else {"way": "here"})} for slug, one in listed]
    say("\n".join(lines) or "This council has adopted nothing yet.", values, as_json=as_json)


@handover.command()
@click.argument("council")
@click.argument("slug")
@as_json_option
@on_node
def secret(*, council: str, slug: str, as_json: bool) -> None:
    """Make a new secret for the webhooks of COUNCIL's service SLUG. For a day they carry the old signature as well."""
    from commonwheel.apps.handover import api as handovers

    _renew(council, slug, handovers.renew_secret, "secret", as_json=as_json)


@handover.command()
@click.argument("council")
@click.argument("slug")
@as_json_option
@on_node
def token(*, council: str, slug: str, as_json: bool) -> None:
    """Make a token with which a status of COUNCIL's service SLUG can be sent back. One made before ends at once."""
    from commonwheel.apps.handover import api as handovers

    _renew(council, slug, handovers.renew_token, "token", as_json=as_json)


@handover.command()
@click.argument("council")
@as_json_option
@on_node
def undelivered(*, council: str, as_json: bool) -> None:
    """List COUNCIL's requests that could not be handed over yet."""
    from commonwheel.apps.handover import api as handovers
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        rows = handovers.list_undelivered(found.id)
    lines = [f"{one.reference:<24} {one.state.lower().replace('_', ' '):<10} {one.last_error}" for one in rows]
    values = [
        {"reference": one.reference, "system": one.system, "state": one.state, "why": one.last_error} for one in rows
    ]
    say("\n".join(lines) or "Everything has been handed over or is on its way.", values, as_json=as_json)


# Private


def _renew(council: str, slug: str, renew: Any, name: str, *, as_json: bool) -> None:
    from django.utils import timezone

    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        made = renew(found.id, slug=slug, actor=SYSTEM, now=timezone.now())
    _say(f"{slug} has a new {name}.", made, name, as_json=as_json)


def _say(words: str, made: "Set", name: str, *, as_json: bool) -> None:
    shown = f"\nThe {name}, shown this once: {made.secret}" if made.secret else ""
    say(words + shown, {**_as_json(made.destination), **({name: made.secret} if made.secret else {})}, as_json=as_json)


def _way(one: "DestinationView | None") -> str:
    return one.way.lower() if one else "here"


def _as_json(one: "DestinationView") -> dict[str, Any]:
    return {
        "way": _way(one), "system": one.system, "email": one.email, "url": one.url, "has_secret": one.has_secret,
        "has_token": one.has_token,
    }  # fmt: skip
