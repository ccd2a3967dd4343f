"""`commonwheel open311 …`: partners whose websites and apps send reports, and what can be reported so."""

import uuid
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, refuse, say

if TYPE_CHECKING:
    from commonwheel.apps.open311.api import PartnerView, Taken


@click.group()
def open311() -> None:
    """
    Let partners, such as FixMyStreet, send reports to councils by Open311 (GeoReport version 2).

    A key is shown once, when it is given. Give it to the partner, and to nobody else.
    """


@open311.command("give-key")
@click.argument("councils", nargs=-1, required=True, metavar="COUNCIL…")
@click.option("--partner", required=True, help="Who gets it, such as “FixMyStreet”.")
@click.option("--a-minute", type=int, help="Reports taken in a minute; 120 where not said.")
@as_json_option
@on_node
def give_key(*, councils: tuple[str, ...], partner: str, a_minute: int | None, as_json: bool) -> None:
    """Let a partner send reports to each COUNCIL, with one key. All of them let it in, or none."""
    from django.utils import timezone

    from commonwheel.apps.open311 import api as partners
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope
    from commonwheel.foundation.transactions import atomic

    found, key, now = [council_called(one) for one in dict.fromkeys(councils)], partners.new_key(), timezone.now()
    most = partners.MOST_A_MINUTE if a_minute is None else a_minute
    with atomic():
        for council in found:
            with council_scope(council.id):
                partners.give_key(council.id, name=partner, key=key, most_a_minute=most, actor=SYSTEM, now=now)
    names = ", ".join(one.name for one in found)
    words = f"{partner} may send reports to {names}.\nThe key, shown this once: {key}"
    say(words, {"partner": partner, "councils": [one.slug for one in found], "key": key}, as_json=as_json)


@open311.command("list")
@click.argument("council")
@as_json_option
@on_node
def list_(*, council: str, as_json: bool) -> None:
    """List the partners of COUNCIL, and how many reports came with their keys."""
    from commonwheel.apps.open311 import api as partners
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        rows = partners.list_partners(found.id)
    lines = [f"{one.name:<40} {one.reports:>8} {_reports(one.reports)}  {_since(one)}" for one in rows]
    say("\n".join(lines) or "No partner has a key.", [_as_json(one) for one in rows], as_json=as_json)


@open311.command("end-key")
@click.argument("council")
@click.argument("partner")
@as_json_option
@on_node
def end_key(*, council: str, partner: str, as_json: bool) -> None:
    """End the key of COUNCIL's PARTNER, by its name: it opens nothing from now on. Reports that came stay."""
    from django.utils import timezone

    from commonwheel.apps.open311 import api as partners
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        known = [one for one in partners.list_partners(found.id) if one.name == partner and one.ended_at is None]
        if not known:
            refuse(str(partners.PartnerNotFound(partner)))
        ended = partners.end_key(found.id, partner_id=known[0].id, actor=SYSTEM, now=timezone.now())
    say(f"The key of {ended.name} opens nothing at {found.name} any more.", _as_json(ended), as_json=as_json)


@open311.command()
@click.argument("council")
@as_json_option
@on_node
def services(*, council: str, as_json: bool) -> None:
    """List what partners can report to COUNCIL, and what they cannot, with the reason."""
    from django.utils import timezone

    from commonwheel.apps.open311 import api as partners
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        taken = partners.offers_of(found, language=found.languages[0], now=timezone.now())
    say("\n".join(_lines(taken)) or "No service is live.", [_taken_json(one) for one in taken], as_json=as_json)


# Private


def _reports(number: int) -> str:
    return "report" if number == 1 else "reports"


def _since(one: "PartnerView") -> str:
    return f"ended {one.ended_at:%d %B %Y}" if one.ended_at else f"since {one.issued_at:%d %B %Y}"


def _lines(taken: "tuple[Taken, ...]") -> list[str]:
    lines = []
    for service in taken:
        for offer in service.offered.offers:
            without = f"  Not asked: {', '.join(offer.unasked)}." if offer.unasked else ""
            lines.append(f"yes  {offer.code:<50} {offer.name}{without}")
        lines += [f"no   {one.code:<50} {one.name}: {one.why}" for one in service.offered.left_out]
    return lines


def _as_json(one: "PartnerView") -> dict[str, Any]:
    def moment(at: Any) -> str | None:
        return at.isoformat() if at else None

    key: uuid.UUID = one.id
    return {
        "id": str(key), "name": one.name, "most_a_minute": one.most_a_minute, "issued_at": moment(one.issued_at),
        "ended_at": moment(one.ended_at), "reports": one.reports, "last_at": moment(one.last_at),
    }  # fmt: skip


def _taken_json(taken: "Taken") -> dict[str, Any]:
    offers = [{"code": one.code, "name": one.name, "not_asked": list(one.unasked)} for one in taken.offered.offers]
    left_out = [{"code": one.code, "name": one.name, "why": one.why} for one in taken.offered.left_out]
    return {"service": taken.service.slug, "offered": offers, "left_out": left_out}
