"""`commonwheel council rehearse` and `reorganise`: councils that become others on a day."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, on_node, refuse, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commonwheel.apps.reorganising.api import Drafted
    from commonwheel.core.reorganising.plan import Plan
    from commonwheel.core.reorganising.report import Report
    from commonwheel.foundation.councils import CouncilView, StaffView

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_plan_argument = click.argument(
    "plan", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[PLAN]"
)
_register_option = click.option("--register", "by_register", is_flag=True, help="Who follows whom is in the register.")
_on_option = click.option("--on", type=_DAY, help="With --register: the first day of the new councils.")
_council_option = click.option(
    "--council", "councils", multiple=True, help="Only what this one becomes or is made of. Repeat for more."
)


@click.command()
@_plan_argument
@_register_option
@_on_option
@_council_option
@click.option("--in-copy", is_flag=True, help="Do the steps in a copy, or undone again, and say what came out.")
@as_json_option
@on_node
def rehearse(*, in_copy: bool, as_json: bool, **given: Any) -> None:
    """
    Say what happens when councils become others: what meets, what conflicts, what moves. Nothing is changed.

    PLAN is a file: `on: 2027-04-01`, and `into:` with each new council and the list of those it is made of.
    """
    plan = _plan(**given)
    if in_copy:
        _play(plan, as_json=as_json)
    else:
        _rehearse(plan, as_json=as_json)


@click.command()
@_plan_argument
@_register_option
@_on_option
@_council_option
@click.option("--for-real", is_flag=True, help="Do it. Without this, only say what would be done.")
@click.option("--with-staff", is_flag=True, help="Let own staff work for the one council that follows, in their roles.")
@click.option("--drafts", is_flag=True, help="Before the day: lay the councils' changes together, as drafts to settle.")
@click.option("--by", "email", metavar="EMAIL", help="With --drafts: a service owner at the new councils.")
@click.option("--lead", "leads", multiple=True, help="With --drafts: whose changes stand where they differ. Repeat.")
@as_json_option
@on_node
def reorganise(
    *, for_real: bool, with_staff: bool, drafts: bool, email: str | None, leads: tuple[str, ...], as_json: bool,
    **given: Any,
) -> None:  # fmt: skip
    """
    Do the steps of the day: move requests, close services to new residents, and let addresses lead on.

    PLAN is as for `rehearse`. Each council that ends is done at once or not at all; run the command again to go on,
    and as often as you like.
    """
    if (drafts and for_real) or drafts != bool(email) or (leads and not drafts):
        raise click.UsageError("Give --for-real, or --drafts with --by and, if you like, --lead.")
    plan = _plan(**given)
    if email:
        _draft(plan, email, leads, as_json=as_json)
    elif for_real:
        _act(plan, with_staff=with_staff, as_json=as_json)
    else:
        _rehearse(plan, as_json=as_json)


def _rehearse(plan: "Plan", *, as_json: bool) -> None:
    from django.utils import timezone

    from commonwheel.apps.reorganising.api import rehearse_on_node

    report = rehearse_on_node(plan, now=timezone.now())
    say("\n".join(_lines(report)), report.as_json(), as_json=as_json)


def _play(plan: "Plan", *, as_json: bool) -> None:
    from commonwheel.project.reorganising.playing import play

    played = play(plan)
    lines = [line for one in played.done for line in _done_lines(one)]
    lines.append(f"The node had {played.before:,} requests before, and {played.after:,} after. None of it was kept.")
    say("\n".join(lines), asdict(played), as_json=as_json)


def _done_lines(one: "Mapping[str, Any]") -> list[str]:
    went = ", ".join(f"{number:,} to {council}" for council, number in one["gone"].items())
    people = f" {one['came_along']:,} of its staff came along." if one["came_along"] else ""
    addresses = f" {one['addresses']:,} addresses came along." if one["addresses"] else ""
    done = f"{one['council']}: requests moved: {went}; stayed: {one['stayed']:,}.{people}{addresses}"
    return [done, *(f"  {each}" for each in one["told"])]


def _act(plan: "Plan", *, with_staff: bool, as_json: bool) -> None:
    """Do the steps, and say of each council when it is done: whoever is cut short sees how far it went."""
    from django.utils import timezone

    from commonwheel.project.reorganising.acting import reorganise as act

    done = []
    for one in act(plan, with_staff=with_staff, now=timezone.now()):
        done.append(asdict(one))
        if not as_json:
            click.echo("\n".join(_done_lines(done[-1])))
    if as_json or not done:
        say("None of the councils that end is on this node.", done, as_json=as_json)


def _draft(plan: "Plan", email: str, leads: tuple[str, ...], *, as_json: bool) -> None:
    """Make drafts at each new council where the person owns services, and say what is to be settled in them."""
    from django.utils import timezone

    from commonwheel.apps.reorganising import api as reorganising

    strange = [each for each in leads if each not in plan.ending]
    if strange:
        raise click.UsageError(f"{strange[0]} does not end by it, so it cannot lead.")
    now, councils = timezone.now(), reorganising.Councils(plan)
    owners = {new: _owner(councils.here[new], email) for new in plan.into if new in councils.here}
    made = {
        new: reorganising.draft_services(new, councils, leads=leads, by=owner, now=now)
        for new, owner in owners.items()
        if owner is not None
    }
    if not made:
        refuse(f"{email} is no service owner at any of the new councils: {', '.join(plan.into)}. No draft was made.")
    report = reorganising.rehearse_on_node(plan, now=now)
    found = [_drafted(new, one, report) for new, drafts in made.items() for one in drafts]
    lines = [line for one in found for line in (*one["says"], *(f"  - {each}" for each in one["to_settle"]), "")]
    say("\n".join(lines[:-1]) or "None of the councils that end runs a service.", found, as_json=as_json)


def _owner(council: "CouncilView", email: str) -> "StaffView | None":
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.scope import council_scope

    with council_scope(council.id):
        found = (one for one in authorities.list_staff(council.id) if one.email.casefold() == email.casefold())
        return next((one for one in found if one.services is None and "change-services" in one.permissions), None)


def _drafted(new: str, one: "Drafted", report: "Report") -> dict[str, Any]:
    joining = next(each for each in report.joinings if each.council == new)
    meeting = next(each for each in joining.meetings if each.pattern == one.pattern)
    to_settle = [each.says for each in meeting.conflicts if each.decided is None]
    return {"council": new, **asdict(one), "to_settle": to_settle}


def _plan(*, plan: Path | None, by_register: bool, on: dt.datetime | None, councils: tuple[str, ...]) -> "Plan":
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.core.reorganising.plan import plan_of_register, read_plan

    if (plan is None) != by_register or (by_register != (on is not None)):
        raise click.UsageError("Give a PLAN, or --register with --on.")
    if plan is not None:
        found = read_plan(plan.read_bytes())
    else:
        assert on is not None  # noqa: S101  # asked for above
        found = plan_of_register(authorities.the_register(), on=on.date())
    if not councils:
        return found
    kept = found.kept_to(councils)
    if not kept.into:
        raise click.UsageError(f"None of {', '.join(councils)} ends or begins on {found.on} by it.")
    return kept


def _lines(report: "Report") -> list[str]:
    lines = [f"On {report.plan.on}. To be decided: {report.undecided:,}."]
    for new in report.joinings:
        lines += ["", new.name, *(f"  {each}" for each in new.says)]
        lines += [f"  - {each.says}" for each in new.clashes]
        for meeting in new.meetings:
            lines += ["", *(f"  {each}" for each in meeting.says)]
            lines += [f"  - {each.says}" for each in meeting.conflicts]
    for ending in report.endings:
        lines += ["", ending.name, *(f"  {each}" for each in ending.says)]
        lines += [f"  {each.before} leads to {' or '.join(each.after)}" for each in ending.redirects]
    return lines
