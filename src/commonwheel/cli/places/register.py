"""`commonwheel places register`: the register of authorities, and what a newer official list has differently."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, refuse, say, set_up_django
from commonwheel.cli.places.options import FILE
from commonwheel.core.problems import Failure

if TYPE_CHECKING:
    import datetime as dt

    from commonwheel.core.places.register.authority import Kind
    from commonwheel.core.places.register.compare import Difference
    from commonwheel.core.places.register.register import Register

DIFFERENT = 3
"""Exit code where the list and the register differ."""


@click.command()
@click.option(
    "--compare", "listed", type=FILE, help="An official list: CSV with a column of GSS codes and one of names."
)
@click.option("--on", "day", type=click.DateTime(formats=["%Y-%m-%d"]), help="The day it is of. Default: today.")
@as_json_option
def register(*, listed: Path | None, day: "dt.datetime | None", as_json: bool) -> None:
    """
    Say what the register of authorities holds on a day, or compare it with an official list.

    Lists of the Office for National Statistics, of GOV.UK and of mySociety are read as they are published. The command
    ends with 0 where nothing differs and with 3 where something does; docs/sources.md tells which of them wins.
    """
    set_up_django()
    from django.utils import timezone

    from commonwheel.apps.authorities import api as authorities

    found, on = authorities.the_register(), day.date() if day else timezone.localdate()
    if listed is None:
        say("\n".join(_lines(found, on)), _as_json(found, on), as_json=as_json)
        return
    try:
        differing = _differences(found, listed, on)
    except (Failure, OSError) as problem:
        refuse(str(problem))
    said = [one.says for one in differing] or [f"Nothing differs between {listed.name} and the register of {on}."]
    value = [{"what": one.what, "code": one.code, "name": one.name, "says": one.says} for one in differing]
    say("\n".join(said), value, as_json=as_json)
    if differing:
        sys.exit(DIFFERENT)


def _differences(found: "Register", listed: Path, on: "dt.date") -> "tuple[Difference, ...]":
    from commonwheel.core.places.register.compare import differences, read_list

    with listed.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return differences(found, read_list(file), on=on)


def _counts(found: "Register", on: "dt.date") -> "dict[Kind, int]":
    counts: dict[Kind, int] = {}
    for one in found.in_being(on):
        counts[one.kind_on(on)] = counts.get(one.kind_on(on), 0) + 1
    return dict(sorted(counts.items()))


def _lines(found: "Register", on: "dt.date") -> list[str]:
    from commonwheel.design.authorities import kind_words

    lines = [f"On {on}, as known on {found.as_of}:"]
    lines += [f"{number:>5}  {kind_words(kind)}" for kind, number in _counts(found, on).items()]
    coming = [one for one in found.authorities.values() if one.days.begins and one.days.begins > on]
    lines += [f"From {one.days.begins}: {one.name.full} ({one.source})" for one in coming]
    return lines


def _as_json(found: "Register", on: "dt.date") -> dict[str, Any]:
    return {
        "on": str(on),
        "as_of": str(found.as_of),
        "authorities": [
            {"id": one.id, "code": one.code_on(on), "name": one.name_on(on).full, "kind": one.kind_on(on)}
            for one in found.in_being(on)
        ],
    }
