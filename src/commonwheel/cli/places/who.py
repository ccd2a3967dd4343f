"""`commonwheel places who`: who serves a place, or has one duty there, on a day."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commonwheel.cli.on_node import as_json_option, on_node, refuse, say, wrong

if TYPE_CHECKING:
    import datetime as dt

    from commonwheel.core.places.responsibility import Area, Road
    from commonwheel.core.places.serving import Serving

NOBODY = 3
"""Exit code where nobody can say who it is, or only that it is one of several."""


@click.command()
@click.argument("place")
@click.option("--duty", default="", help="One duty, such as planning; the reference lists them all.")
@click.option("--service", "lgsl", type=int, help="Or a service, by its number in the Local Government Services List.")
@click.option(
    "--on", "day", type=click.DateTime(formats=["%Y-%m-%d"]), help="The day, such as 2027-04-01. Default: today."
)
@click.option("--road", type=click.Choice(["trunk", "red-route", "other"]), help="What the road at the place is.")
@click.option("--park", default="", help="GSS code of the national park it lies in, or none.")
@as_json_option
@on_node
def who(
    *, place: str, duty: str, lgsl: int | None, day: "dt.datetime | None", road: "Road | None", park: str, as_json: bool
) -> None:
    """
    Say who serves PLACE on a day, duty by duty, and why.

    PLACE is a postcode, or the id or GSS code of a council. With --duty or --service the command ends with 0
    where one authority has it, and with 3 where it is one of several or nobody can say.
    """
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.core.places.serving import who_serves
    from commonwheel.design.serving import serving_facts

    on = day.date() if day else timezone.localdate()
    areas, duties = _areas(place, park, on), _duties(duty, lgsl)
    found = who_serves(areas, ground=authorities.ground_on(on, areas), road=road, duties=duties)
    facts = asdict(serving_facts(found)) if as_json else {}
    say("\n".join(_lines(found, only=bool(duties))), facts, as_json=as_json)
    if duties and any(answer.certain is None for answer in found.answers):
        sys.exit(NOBODY)


def _areas(place: str, park: str, on: "dt.date") -> "tuple[Area, ...]":
    from dataclasses import replace

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.places import api as places
    from commonwheel.core.places.responsibility import Area

    authority = authorities.the_register().find(place)
    if authority is not None and authority.codes:
        found: tuple[Area, ...] = (Area(authority.codes[-1].value),)
    else:
        if places.find_postcode(place, on) is None:
            refuse(f"“{place}” is not in the postcode file. Give another postcode, or a council’s id or GSS code.")
        found = places.areas_of_postcode(place, on=on)
    return tuple(replace(area, park=park or area.park) for area in found)


def _duties(duty: str, lgsl: int | None) -> frozenset[str]:
    from commonwheel.core.places.duties import duties_of_service, duty_named

    if duty:
        return frozenset({duty_named(duty).name})
    if lgsl is None:
        return frozenset()
    found = frozenset(each.name for each in duties_of_service(lgsl))
    if not found:
        wrong(f"Service {lgsl} belongs to none of our duties, so nobody can say whose it is.")
    return found


def _parish(found: "Serving") -> str:
    from commonwheel.apps.places import api as places
    from commonwheel.design.parishes import parish_words

    return parish_words(found, places.name_of_parish(found.parish, on=found.on))


def _lines(found: "Serving", *, only: bool) -> list[str]:
    from commonwheel.design.authorities import kind_words, name_of, why

    lines: list[str] = []
    if not only:
        for standing in found.standings:
            everybody = (standing.lowest, *standing.above)
            lines += [f"{name_of(one)} ({kind_words(one.kind_on(found.on))})" for one in everybody]
        for change in found.changes:
            into = " or ".join(name_of(one) for one in change.into) or "nobody"
            lines.append(f"From {change.on}: {into} instead of {name_of(change.authority)}")
        lines += [_parish(found), ""]
    for answer in found.answers:
        names = " or ".join(name_of(one.authority) for one in answer.candidates) or "nobody can say"
        lines.append(f"{answer.duty.label}: {names}")
        if only and answer.candidates:
            lines += [f"  {why(one.reason)} {one.law}. {one.law_page}".rstrip() for one in answer.candidates]
    return lines
