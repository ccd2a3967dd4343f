"""`commonwheel staff sign-in …`: the council's own sign-in, by OpenID Connect."""

from typing import TYPE_CHECKING, Any, TextIO

import click

from commonwheel.cli.on_node import as_json_option, council_called, on_node, say
from commonwheel.cli.roles import ROLES, code_of, name_of

if TYPE_CHECKING:
    from commonwheel.foundation.councils import CouncilView


@click.group("sign-in")
def sign_in() -> None:
    """Let a council's staff sign in with their council account (OpenID Connect)."""


@sign_in.command("set")
@click.argument("council")
@click.option("--issuer", required=True, help="The provider's address, as it calls itself: https://…")
@click.option("--client-id", required=True, help="What the provider calls this node.")
@click.option("--secret-file", required=True, type=click.File(), help="File with the client secret; - reads it.")
@click.option("--groups-claim", default="groups", show_default=True, help="The claim that names a person's groups.")
@as_json_option
@on_node
def set_(*, council: str, issuer: str, client_id: str, secret_file: TextIO, groups_claim: str, as_json: bool) -> None:
    """
    Let the staff of COUNCIL sign in at an OpenID provider, beside the accounts of this node.

    The provider is asked about itself first. Whoever is signed in there signs in again. Then say with
    `staff sign-in group` which groups may do what: nobody else is let in.
    """
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    secret = secret_file.read().strip()
    accounts.check_provider(issuer=issuer, client_id=client_id, secret=secret)
    with council_scope(found.id):
        accounts.set_provider(
            found.id,
            issuer=issuer,
            client_id=client_id,
            secret=secret,
            groups_claim=groups_claim,
            at=timezone.now(),
        )
    _show(found.slug, as_json=as_json)


@sign_in.command()
@click.argument("council")
@click.argument("group")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Repeat for another; none forgets it.")
@click.option("--team", "teams", multiple=True, help="A team its members belong to; repeat for another.")
@as_json_option
@on_node
def group(*, council: str, group: str, roles: tuple[str, ...], teams: tuple[str, ...], as_json: bool) -> None:
    """
    Say what the members of GROUP, as the claim names it, do for COUNCIL from their next sign-in on.

    Without a role the group is forgotten, and its members are not let in by it any more.
    """
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    codes = [code_of(role) for role in roles]
    with council_scope(found.id):
        accounts.map_group(found.id, group=group, roles=codes, teams=teams, at=timezone.now())
    _show(found.slug, as_json=as_json)


@sign_in.command()
@click.argument("council")
@as_json_option
@on_node
def show(*, council: str, as_json: bool) -> None:
    """Show how the staff of COUNCIL sign in, and the addresses that its provider needs."""
    _show(council_called(council).slug, as_json=as_json)


@sign_in.command()
@click.argument("council")
@click.argument("state", type=click.Choice(("on", "off")))
@as_json_option
@on_node
def local(*, council: str, state: str, as_json: bool) -> None:
    """
    Switch accounts of this node on or off for the staff of COUNCIL.

    Off needs an administrator who has signed in with their council account. On works always.
    """
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        accounts.set_local_accounts(found.id, are_on=state == "on", at=timezone.now())
    _show(found.slug, as_json=as_json)


@sign_in.command()
@click.argument("council")
@as_json_option
@on_node
def remove(*, council: str, as_json: bool) -> None:
    """Take the council's own sign-in away from COUNCIL; accounts of this node are on again."""
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        accounts.remove_provider(found.id, at=timezone.now())
    _show(found.slug, as_json=as_json)


@sign_in.command("let-back")
@click.argument("council")
@click.argument("email")
@as_json_option
@on_node
def let_back(*, council: str, email: str, as_json: bool) -> None:
    """Let somebody whose work for COUNCIL was ended come back by their council account."""
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        count = accounts.let_back(found.id, email=email, at=timezone.now())
    words = f"{email} may sign in to {found.name} again." if count else f"Nobody with {email} was ended there."
    say(words, {"council": council, "email": email, "let_back": bool(count)}, as_json=as_json)


@sign_in.command()
@click.argument("council")
@click.argument("email")
@as_json_option
@on_node
def disconnect(*, council: str, email: str, as_json: bool) -> None:
    """
    Let the account of this node open the work for COUNCIL again of somebody who connected their council account.

    Their roles and teams stay as they are now. EMAIL is as `staff list` prints it.
    """
    from django.utils import timezone

    from commonwheel.apps.accounts import api as accounts
    from commonwheel.apps.authorities import api as authorities
    from commonwheel.foundation.scope import council_scope

    found = council_called(council)
    with council_scope(found.id):
        wanted = email.strip().lower()
        person = next((one for one in authorities.list_staff(found.id) if one.email.lower() == wanted), None)
        done = person is not None and accounts.disconnect(found.id, user_id=person.user_id, by=None, at=timezone.now())
    words = f"{email} signs in with their account of this node again." if done else f"{email} has none connected."
    say(words, {"council": council, "email": email, "disconnected": done}, as_json=as_json)


def _show(slug: str, *, as_json: bool) -> None:
    council = council_called(slug)
    value = _value(council)
    say("\n".join(_lines(council, value)), value, as_json=as_json)


def _value(council: "CouncilView") -> dict[str, Any]:
    from commonwheel.apps.accounts import api as accounts
    from commonwheel.foundation.links import absolute_council_url
    from commonwheel.foundation.scope import council_scope

    with council_scope(council.id):
        provider = accounts.find_provider(council.id)
    value: dict[str, Any] = {"council": council.slug, "local_accounts": council.staff_sign_in != "council"}
    if provider is None:
        return {**value, "provider": None}
    groups = {
        name: {"roles": [name_of(role) for role in had["roles"]], "teams": list(had["teams"])}
        for name, had in sorted(provider.groups.items())
    }
    return {
        **value,
        "provider": {"issuer": provider.issuer, "client_id": provider.client_id, "groups_claim": provider.groups_claim},
        "groups": groups,
        "redirect_uri": absolute_council_url(council, "accounts:come_back"),
        "post_logout_redirect_uri": absolute_council_url(council, "accounts:left"),
        "back_channel_logout_uri": absolute_council_url(council, "accounts:ended"),
    }


def _lines(council: "CouncilView", value: dict[str, Any]) -> list[str]:
    local_words = f"Accounts of this node: {'on' if value['local_accounts'] else 'off'}."
    if value["provider"] is None:
        return [f"The staff of {council.name} have no sign-in of their own.", local_words]
    groups = [
        f"  {name}: {', '.join(had['roles'])}" + (f" (teams: {', '.join(had['teams'])})" if had["teams"] else "")
        for name, had in value["groups"].items()
    ]
    return [
        f"The staff of {council.name} sign in at {value['provider']['issuer']} as {value['provider']['client_id']}.",
        local_words,
        f"Redirect URI: {value['redirect_uri']}",
        f"Post-logout redirect URI: {value['post_logout_redirect_uri']}",
        f"Back-channel logout URI: {value['back_channel_logout_uri']}",
        f"Groups, by the claim “{value['provider']['groups_claim']}”:",
        *(groups or ["  none yet, so nobody is let in"]),
    ]
