"""`commonwheel keeping …`: requests that are held, and those kept long enough."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say

if TYPE_CHECKING:
    from commonwheel.apps.cases.api import KeptCase


@click.group()
def keeping() -> None:
    """
    Hold requests, and decide on those kept long enough.

    The worker removes closed requests by itself when the time that their service says is over. Where the service
    wants a person to decide, they are listed here.
    """


@keeping.command("list")
@click.argument("council")
@as_json_option
@on_node
def list_(*, council: str, as_json: bool) -> None:
    """List COUNCIL's requests that wait for a decision, and those that are held."""
    from commonwheel.apps.cases import api as cases
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        waiting, held = cases.list_to_review(found.id), cases.list_held(found.id)
    lines = [*_lines("to decide since", waiting), *_lines("held since", held)]
    values = [*_as_json("to-decide", waiting), *_as_json("held", held)]
    say("\n".join(lines) or "No request waits for a decision, and none is held.", values, as_json=as_json)


@keeping.command()
@click.argument("council")
@click.argument("reference")
@click.option("--because", required=True, help="Why it must be kept, such as a complaint or a court case.")
@as_json_option
@on_node
def hold(*, council: str, reference: str, because: str, as_json: bool) -> None:
    """Keep COUNCIL's request REFERENCE until it is released, however long that is."""
    from commonwheel.apps.cases import api as cases

    _do(council, reference, cases.hold_case, because=because)
    say(f"{reference} is held.", {"reference": reference, "is_held": True}, as_json=as_json)


@keeping.command()
@click.argument("council")
@click.argument("reference")
@as_json_option
@on_node
def release(*, council: str, reference: str, as_json: bool) -> None:
    """Let COUNCIL's request REFERENCE go when the time that its service says is over."""
    from commonwheel.apps.cases import api as cases

    _do(council, reference, cases.release_case)
    say(f"{reference} is not held any more.", {"reference": reference, "is_held": False}, as_json=as_json)


@keeping.command()
@click.argument("council")
@click.argument("reference")
@as_json_option
@on_node
def remove(*, council: str, reference: str, as_json: bool) -> None:
    """Remove COUNCIL's request REFERENCE, which waits for a decision, with everything it holds, for ever."""
    from commonwheel.apps.cases import api as cases

    _do(council, reference, cases.remove_case)
    say(f"{reference} was removed.", {"reference": reference, "is_removed": True}, as_json=as_json)


# Private


def _do(council: str, reference: str, what: Any, **more: str) -> None:
    """Do something with the request as the operator, now."""
    from django.utils import timezone

    from commonwheel.apps.cases import api as cases
    from commonwheel.foundation.audit import SYSTEM
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        case = cases.get_case_by_reference(found.id, reference=reference)
        what(found.id, case_id=case.id, actor=SYSTEM, now=timezone.now(), **more)


def _lines(words: str, rows: "Iterable[KeptCase]") -> list[str]:
    return [f"{one.reference:<24} {words} {one.since:%d %b %Y}  {one.service_title}" for one in rows]


def _as_json(state: str, rows: "Iterable[KeptCase]") -> list[dict[str, str]]:
    return [
        {"reference": one.reference, "state": state, "since": f"{one.since}", "service": one.service_title}
        for one in rows
    ]
