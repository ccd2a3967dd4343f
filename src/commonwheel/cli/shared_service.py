"""`commonwheel shared-service …`: services that several councils run together."""

from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say, wrong

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from commonwheel.apps.authorities.api import SharedServiceView
    from commonwheel.foundation.councils import CouncilView

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("shared-service")
def shared_service() -> None:
    """Declare services that several councils run together, and end them."""


@shared_service.command()
@click.argument("slug")
@click.option("--name", required=True, help="As officers read it on each page.")
@click.option("--agreement", required=True, help="What it rests on: who agreed, when, under which law.")
@click.option("--from", "begins", required=True, type=_DAY, help="Its first day, such as 2026-12-01.")
@click.option("--until", "ends", required=True, type=_DAY, help="Its last day.")
@click.option("--council", "slugs", multiple=True, required=True, help="A council of it; repeat for each.")
@click.option("--service", "services", multiple=True, required=True, help="A service of it; repeat for another.")
@click.option("--officer", "emails", multiple=True, required=True, help="Email of an officer; repeat for another.")
@as_json_option
@on_node
def declare(  # one for each option
    *,
    slug: str,
    name: str,
    agreement: str,
    begins: "dt.datetime",
    ends: "dt.datetime",
    slugs: tuple[str, ...],
    services: tuple[str, ...],
    emails: tuple[str, ...],
    as_json: bool,
) -> None:
    """
    Declare that councils run services together, on the word of each; or bring the declaration SLUG up to date.

    From the first day until the last, its officers see and work the requests of the services named at all these
    councils, and nothing else of a council that they are not staff of. Councils, services and officers that are
    not named any more are out of it.
    """
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.audit import SYSTEM

    councils = [council_called(one) for one in dict.fromkeys(slugs)]
    new = authorities.NewSharedService(
        name=name,
        agreement=agreement,
        begins_on=begins.date(),
        ends_on=ends.date(),
        services={one.id: _services(one, services) for one in councils},
        officers=_officers(councils, emails),
    )
    made = authorities.declare_shared_service(slug, new, actor=SYSTEM, now=timezone.now())
    words = f"{made.name} is declared from {made.begins_on} until {made.ends_on}."
    say(words, _as_json(made), as_json=as_json)


@shared_service.command()
@click.argument("slug")
@as_json_option
@on_node
def end(*, slug: str, as_json: bool) -> None:
    """
    End the shared service SLUG at all its councils, from the next page that its officers open.

    What they did keeps their names. Ending it twice is as good as once.
    """
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.audit import SYSTEM

    ended = authorities.end_shared_service(slug, actor=SYSTEM, now=timezone.now())
    say(f"{ended.name} has ended.", _as_json(ended), as_json=as_json)


@shared_service.command("list")
@as_json_option
@on_node
def list_(*, as_json: bool) -> None:
    """List the shared services of this node, ended ones too."""
    from commonwheel.apps.authorities import api as authorities

    found = [_as_json(one) for one in authorities.list_shared_services()]
    lines = [
        f"{one['slug']:<32} {one['name']:<40} {one['from']} – {one['until']}{' (ended)' if one['is_ended'] else ''}\n"
        f"  {one['agreement']}"
        for one in found
    ]
    say("\n".join(lines) or "No shared service is declared on this node.", found, as_json=as_json)


def _services(council: "CouncilView", slugs: "Iterable[str]") -> "frozenset[uuid.UUID]":
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    with council_scope(council.id):
        known = {one.slug: one.id for one in services.list_services(council.id)}
    for slug in slugs:
        if slug not in known:
            has = ", ".join(known) or "none yet"
            wrong(f"{council.name} has no service “{slug}”, so it cannot share it. Its services: {has}.")
    return frozenset(known[slug] for slug in slugs)


def _officers(councils: "Iterable[CouncilView]", emails: "Iterable[str]") -> "frozenset[uuid.UUID]":
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.scope import council_scope

    known: dict[str, uuid.UUID] = {}
    for council in councils:
        with council_scope(council.id):
            staff = authorities.list_staff(council.id)
        known |= {one.email: one.user_id for one in staff if one.services is None}
    wanted = [email.strip().lower() for email in emails]
    for email in wanted:
        if email not in known:
            wrong(f"{email} works for none of these councils. Invite them there with `commonwheel staff invite`.")
    return frozenset(known[email] for email in wanted)


def _as_json(one: "SharedServiceView") -> dict[str, Any]:
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    councils = []
    for council_id, shared in one.services.items():
        council = authorities.get_council_by_id(council_id)
        with council_scope(council_id):
            slugs = sorted(here.slug for here in services.list_services(council_id) if here.id in shared)
        councils.append({"council": council.slug, "services": slugs, "acting": list(one.officers[council_id])})
    return {
        "slug": one.slug,
        "name": one.name,
        "agreement": one.agreement,
        "from": one.begins_on.isoformat(),
        "until": one.ends_on.isoformat(),
        "is_ended": one.is_ended,
        "councils": sorted(councils, key=lambda council: str(council["council"])),
    }
