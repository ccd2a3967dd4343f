"""A council whose staff sign in with their council accounts."""

import datetime as dt

from django.test import Client
from django.utils import timezone
from tests.support.openid_provider import Browser, Provider

from commonwheel.apps.accounts import api as accounts
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.scope import council_scope

OFFICERS, PARKS, BOSSES = "waste-officers", "parks-team", "bosses"
GROUPS = {
    OFFICERS: (["OFFICER"], ["waste"]),
    PARKS: (["OFFICER"], ["parks"]),
    BOSSES: (["ADMINISTRATOR"], []),
}


def use(council: CouncilView, *, issuer: str, client_id: str, secret: str) -> None:
    """Let the council's staff sign in there, by the groups above."""
    now = timezone.now()
    with council_scope(council.id):
        accounts.set_provider(
            council.id, issuer=issuer, client_id=client_id, secret=secret, groups_claim="groups", at=now
        )
        for group, (roles, teams) in GROUPS.items():
            accounts.map_group(council.id, group=group, roles=roles, teams=teams, at=now)


def use_provider(council: CouncilView, provider: Provider) -> None:
    """Register the node at the provider for this council, and use it."""
    client_id, secret = provider.register(absolute_council_url(council, "accounts:come_back"))
    use(council, issuer=provider.issuer, client_id=client_id, secret=secret)


def begin(client: Client, council: CouncilView, *, following: str = "") -> str:
    """Begin a sign-in, and return the provider's page that the browser is sent to."""
    answer = client.get(council_url(council, "accounts:start"), {"next": following} if following else {})
    assert answer.status_code == 302
    return answer["Location"]


def sign_in(client: Client, council: CouncilView, *, name: str, browser: Browser | None = None, following: str = ""):
    """Sign in with a council account, and return the answer to the browser that comes back."""
    address = begin(client, council, following=following)
    return client.get((browser or Browser()).answer(address, name=name))


def later(council: CouncilView, *, minutes: int) -> None:
    """Let time pass since the provider was last asked about anybody of the council."""
    from commonwheel.apps.accounts.models import CouncilSignIn

    with council_scope(council.id):
        for row in CouncilSignIn.objects.filter(council_id=council.id):
            row.checked_at -= dt.timedelta(minutes=minutes)
            row.save(update_fields=["checked_at"])
