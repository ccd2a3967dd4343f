"""`commonwheel staff …`: the people who work for a council."""

from typing import TYPE_CHECKING, Any

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say, wrong
from commonwheel.cli.roles import ROLES, code_of, name_of
from commonwheel.cli.sign_in import sign_in

if TYPE_CHECKING:
    from commonwheel.foundation.councils import CouncilView, StaffView


@click.group()
def staff() -> None:
    """Invite people to work for a council, and end their work."""


staff.add_command(sign_in)


@staff.command()
@click.argument("council")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeat for another.")
@click.option("--team", "teams", multiple=True, help="A team they belong to; repeat for another.")
@as_json_option
@on_node
def invite(
    *, council: str, email: str, name: str, roles: tuple[str, ...], teams: tuple[str, ...], as_json: bool
) -> None:
    """
    Invite somebody to work for COUNCIL, and print the link by which they begin.

    The link works once, within seven days: whoever opens it chooses a password and sets up a second factor, so
    give it to nobody else. Nothing is sent. Invite the first administrator so; they invite the others themselves.
    """
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.links import absolute_node_url
    from commonwheel.foundation.scope import council_scope

    try:
        validate_email(email)
    except ValidationError:
        wrong(f"“{email}” is not an email address. Write it like name@example.gov.uk.")
    found = council_called(council)
    codes = [code_of(role) for role in roles]
    with council_scope(found.id):
        made = accounts.invite(found.id, email=email, name=name, roles=codes, teams=teams, by=None, at=timezone.now())
    link = absolute_node_url(reverse("accounts:invitation", kwargs={"token": made.token}))
    words = f"Give this link to {name}. It works once, within seven days:\n{link}"
    say(words, {"council": council, "email": made.email, "roles": list(roles), "link": link}, as_json=as_json)


@staff.command("list")
@click.argument("council")
@as_json_option
@on_node
def list_(*, council: str, as_json: bool) -> None:
    """List who works for COUNCIL."""
    people = _people(council_called(council))
    lines = [
        f"{one.email:<40} {one.name:<30} {', '.join(_roles(one))}"
        f"{f' ({one.shared_service})' if one.shared_service else ''}"
        for one in people
    ]
    value = [
        {
            "email": one.email,
            "name": one.name,
            "roles": _roles(one),
            "teams": list(one.teams),
            "shared_service": one.shared_service,
        }
        for one in people
    ]
    say("\n".join(lines) or "Nobody works for this council yet.", value, as_json=as_json)


@staff.command()
@click.argument("council")
@click.argument("email")
@as_json_option
@on_node
def end(*, council: str, email: str, as_json: bool) -> None:
    """
    End the work for COUNCIL of the person with this EMAIL, from the next page they open.

    Their name stays on what they did. Ending it twice is as good as once.
    """
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    person = next((one for one in _people(found) if one.email == email.strip().lower()), None)
    if person is not None:
        with council_scope(found.id):
            accounts.end_work(found.id, user_id=person.user_id, by=None, at=timezone.now())
    value: dict[str, Any] = {"council": council, "email": email, "ended": person is not None}
    words = (
        f"{email} does not work for {found.name} any more." if person else f"{email} does not work for {found.name}."
    )
    say(words, value, as_json=as_json)


def _people(council: "CouncilView") -> "list[StaffView]":
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.scope import council_scope

    with council_scope(council.id):
        return authorities.list_staff(council.id)


def _roles(one: "StaffView") -> list[str]:
    return sorted(name_of(role) for role in one.roles)
