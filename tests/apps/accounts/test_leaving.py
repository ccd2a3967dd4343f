"""Whoever came by their council account signs out there as well, where the provider has a page for it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.support.cast import Person
from tests.support.cast import sign_in as sign_in_locally
from tests.support.council_accounts import OFFICERS, begin, sign_in, use, use_provider
from tests.support.openid_provider import Browser, Liar, Provider

from commonwheel.apps.accounts.models import CouncilSignIn
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import absolute_council_url, council_url
from commonwheel.foundation.scope import council_scope

SIGN_OUT, QUEUE = "/staff/account/logout/", "cases:queue"
HERE_AND_THERE, ONLY_HERE = "has signed you out as well", "may still be signed in on this computer"


@pytest.fixture
def browser(client: Client, council_a: CouncilView, provider: Provider) -> Browser:
    """Return a browser in which Gita has signed in, at the provider and here (`client`)."""
    use_provider(council_a, provider)
    provider.has("gita", name="Gita Patel", groups=[OFFICERS])
    browser = Browser()
    sign_in(client, council_a, name="gita", browser=browser)
    return browser


def sign_out(client: Client) -> str:
    """Sign out, and return the provider's page that the browser is led to."""
    answer = client.post(SIGN_OUT)
    assert answer.status_code == 200
    return str(answer.headers["Refresh"]).removeprefix("0; url=")


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_signing_out_here_signs_out_at_the_provider_too(
    client: Client, council_a: CouncilView, browser: Browser
) -> None:
    assert browser.is_known(begin(Client(), council_a))
    assert "may ask whether to sign you out there too" in words(client, SIGN_OUT)
    back = browser.leave(sign_out(client))
    assert client.get(council_url(council_a, QUEUE)).status_code == 302
    assert not browser.is_known(begin(Client(), council_a))
    assert HERE_AND_THERE in words(client, back)


def test_the_question_names_this_node_where_to_come_back_to_and_a_state_of_its_own(
    client: Client, council_a: CouncilView, browser: Browser, provider: Provider
) -> None:
    asked = parse_qs(urlsplit(sign_out(client)).query)
    sign_in(client, council_a, name="gita", browser=browser)
    again = parse_qs(urlsplit(sign_out(client)).query)
    assert asked["post_logout_redirect_uri"] == [absolute_council_url(council_a, "accounts:left")]
    assert asked["client_id"] == again["client_id"]
    assert len(asked["state"][0]) >= 20
    assert asked["state"] != again["state"]


def test_the_sign_in_is_over_even_for_a_copy_of_the_session(
    client: Client, council_a: CouncilView, browser: Browser
) -> None:
    sign_out(client)
    with council_scope(council_a.id):
        assert not CouncilSignIn.objects.filter(council_id=council_a.id, ended_at=None).exists()


@pytest.mark.parametrize("state", ["", "?state=", "?state=another", "?state=ŵ"])
def test_a_forged_return_is_not_believed(client: Client, council_a: CouncilView, browser: Browser, state: str) -> None:
    sign_out(client)
    left = council_url(council_a, "accounts:left")
    assert ONLY_HERE in words(client, left + state)


def test_a_return_counts_once(client: Client, browser: Browser) -> None:
    back = browser.leave(sign_out(client))
    assert HERE_AND_THERE in words(client, back)
    assert ONLY_HERE in words(client, back)


def test_a_forged_return_signs_nobody_out(client: Client, council_a: CouncilView, browser: Browser) -> None:
    assert client.get(council_url(council_a, "accounts:left") + "?state=a").status_code == 302
    assert client.get(council_url(council_a, QUEUE)).status_code == 200


@pytest.fixture
def at_the_liar(client: Client, council_a: CouncilView, liar: Liar) -> Client:
    """Return a browser in which somebody has signed in at a provider that has no page for signing out."""
    use(council_a, issuer=liar.issuer, client_id=liar.client_id, secret="known to both of us, and long enough")
    asked = parse_qs(urlsplit(begin(client, council_a)).query)
    liar.nonce = asked["nonce"][0]
    back = council_url(council_a, "accounts:come_back")
    assert client.get(back, {"code": "c", "state": asked["state"][0]}).status_code == 302
    return client


def test_without_such_a_page_one_signs_out_here_and_reads_that_the_account_may_be_open(
    at_the_liar: Client, council_a: CouncilView
) -> None:
    answer = at_the_liar.post(SIGN_OUT)
    assert ONLY_HERE in words(at_the_liar, answer["Location"])
    assert at_the_liar.get(council_url(council_a, QUEUE)).status_code == 302


@pytest.mark.parametrize("page", ["javascript:alert(1)", "http://evil.example/out", "", 7, "https://[", "/out"])
def test_what_is_no_page_to_send_a_browser_to_counts_as_none(
    at_the_liar: Client, liar: Liar, council_a: CouncilView, page: object
) -> None:
    liar.says = {"end_session_endpoint": page}
    use(council_a, issuer=liar.issuer, client_id="another", secret="known to both of us, and long enough")
    answer = at_the_liar.post(SIGN_OUT)
    assert answer["Location"] == council_url(council_a, "accounts:left")


def test_a_provider_that_does_not_answer_keeps_nobody_signed_in(
    at_the_liar: Client, liar: Liar, council_a: CouncilView
) -> None:
    use(council_a, issuer=liar.issuer, client_id="another", secret="known to both of us, and long enough")
    liar.status = 500
    answer = at_the_liar.post(SIGN_OUT)
    assert ONLY_HERE in words(at_the_liar, answer["Location"])
    assert at_the_liar.get(council_url(council_a, QUEUE)).status_code == 302


def test_who_came_with_a_password_signs_out_as_before(ben: Person, council_a: CouncilView, provider: Provider) -> None:
    use_provider(council_a, provider)
    client = sign_in_locally(Client(), ben)
    assert "too." not in words(client, SIGN_OUT)
    assert client.post(SIGN_OUT)["Location"] == "/"
    assert client.get(council_url(council_a, "accounts:left")).status_code == 200


def test_there_is_no_such_page_at_a_council_without_a_provider(client: Client, council_b: CouncilView) -> None:
    assert client.get(council_url(council_b, "accounts:left")).status_code == 404
