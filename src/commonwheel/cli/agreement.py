"""`commonwheel agreement …`: what councils agreed on the duties that the law gives them."""

from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say

if TYPE_CHECKING:
    import datetime as dt

    from commonwheel.apps.authorities.api import AgreementView
    from commonwheel.foundation.councils import CouncilView

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def agreement() -> None:
    """Declare who does a council's duty by agreement, and end that."""


@agreement.command()
@click.argument("council")
@click.argument("slug")
@click.option("--duty", required=True, help="The duty, such as parking-permits; the reference lists them all.")
@click.option(
    "--with", "holder", default="", help="Who does it: id or GSS code in the register, also the council's own."
)
@click.option("--body", "name", default="", help="Or the name of a body that no register has.")
@click.option("--body-page", "page", default="", help="That body's page for residents.")
@click.option("--body-phone", "phone", default="", help="That body's phone number for residents.")
@click.option("--in", "districts", multiple=True, help="A district it holds in; repeat. Without: everywhere.")
@click.option("--because", "rests_on", required=True, help="What it rests on: who agreed, when, under which law.")
@click.option("--because-page", "rests_on_page", default="", help="Where that can be read.")
@click.option("--from", "begins", type=_DAY, help="First day, such as 2026-12-01. Without: it holds already.")
@click.option("--until", "ends", type=_DAY, help="Last day. Without: it holds until it is ended.")
@as_json_option
@on_node
def declare(  # one for each option
    *,
    council: str,
    slug: str,
    duty: str,
    holder: str,
    name: str,
    page: str,
    phone: str,
    districts: tuple[str, ...],
    rests_on: str,
    rests_on_page: str,
    begins: "dt.datetime | None",
    ends: "dt.datetime | None",
    as_json: bool,
) -> None:
    """
    Declare who does a duty of COUNCIL, or bring the agreement SLUG up to date.

    Residents are sent to whom it names, from its first day to its last. Where a county says that it does a duty
    itself which either tier may have, nobody asks any more.
    """
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.audit import SYSTEM

    found = council_called(council)
    new = authorities.NewAgreement(
        duty=duty,
        holder=holder,
        holder_name=name,
        holder_page=page,
        holder_phone=phone,
        districts=districts,
        rests_on=rests_on,
        rests_on_page=rests_on_page,
        begins_on=begins.date() if begins else None,
        ends_on=ends.date() if ends else None,
    )
    made = authorities.declare_agreement(found.id, slug, new, actor=SYSTEM, now=timezone.now())
    say(f"{made.holder_name} does it for {found.name}.", _as_json(found, made), as_json=as_json)


@agreement.command()
@click.argument("council")
@click.argument("slug")
@as_json_option
@on_node
def end(*, council: str, slug: str, as_json: bool) -> None:
    """End the agreement SLUG of COUNCIL at once. Ending it twice is as good as once."""
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.audit import SYSTEM

    found = council_called(council)
    ended = authorities.end_agreement(found.id, slug, actor=SYSTEM, now=timezone.now())
    say(f"The agreement “{ended.slug}” of {found.name} has ended.", _as_json(found, ended), as_json=as_json)


@agreement.command("list")
@as_json_option
@on_node
def list_(*, as_json: bool) -> None:
    """List what the councils of this node agreed, ended agreements too."""
    from commonwheel.apps.authorities import api as authorities

    found = [_as_json(council, one) for council, one in authorities.list_all_agreements()]
    lines = [
        f"{one['council']:<24} {one['duty']:<24} {one['holder_name']}{' (ended)' if one['is_ended'] else ''}\n"
        f"  {one['slug']}: {one['because']}"
        for one in found
    ]
    say("\n".join(lines) or "No council of this node has declared an agreement.", found, as_json=as_json)


def _as_json(council: "CouncilView", one: "AgreementView") -> dict[str, Any]:
    return {
        "council": council.slug,
        "slug": one.slug,
        "duty": one.duty,
        "holder": one.holder,
        "holder_name": one.holder_name,
        "districts": list(one.districts),
        "because": one.rests_on,
        "because_page": one.rests_on_page,
        "from": str(one.begins_on) if one.begins_on else None,
        "until": str(one.ends_on) if one.ends_on else None,
        "is_ended": one.is_ended,
    }
