"""What is forged, mixed up or broken about a sign-in is refused with a clear page, and nothing is changed."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from joserfc.jwk import OctKey, RSAKey
from tests.support.council_accounts import OFFICERS, begin, sign_in, use, use_provider
from tests.support.openid_provider import Browser, Liar, Provider

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.accounts.models import CouncilAccount, CouncilSignIn
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.openid.client import LOGOUT_EVENT
from commonwheel.integrations.openid.port import ProviderUnavailable

FAR_AHEAD = 32_503_680_000
"""The year 3000, in seconds: no token is made then."""


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def changed(path: str, **parameters: str | None) -> str:
    """Return the path with other parameters; None takes one away."""
    parts = urlsplit(path)
    query = {**asked(path), **parameters}
    return f"{parts.path}?{urlencode({name: value for name, value in query.items() if value is not None})}"


def refused(client: Client, council: CouncilView, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert "You are not signed in" in answer.content.decode()
    assert client.get(council_url(council, "cases:queue")).status_code == 302
    with council_scope(council.id):
        assert not CouncilSignIn.objects.filter(council_id=council.id).exists()


@pytest.fixture
def gita(council_a: CouncilView, provider: Provider) -> str:
    use_provider(council_a, provider)
    provider.has("gita", name="Gita Patel", groups=[OFFICERS])
    return "gita"


def test_the_question_carries_state_nonce_and_a_challenge(client: Client, council_a: CouncilView, gita: str) -> None:
    first, second = asked(begin(client, council_a)), asked(begin(client, council_a))
    assert first["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 20
        assert first[name] != second[name]


@pytest.mark.parametrize("state", [None, "", "another", "x" * 10_000, "ŵ"])
def test_an_answer_with_no_state_or_another_is_refused(
    client: Client, council_a: CouncilView, gita: str, state: str | None
) -> None:
    back = Browser().answer(begin(client, council_a), name=gita)
    refused(client, council_a, changed(back, state=state))


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, council_a: CouncilView, gita: str) -> None:
    refused(client, council_a, council_url(council_a, "accounts:come_back") + "?code=a&state=b")
    refused(client, council_a, council_url(council_a, "accounts:come_back"))


def test_an_answer_in_another_browser_is_refused(client: Client, council_a: CouncilView, gita: str) -> None:
    back = Browser().answer(begin(client, council_a), name=gita)
    other = Client()
    begin(other, council_a)
    refused(other, council_a, back)


def test_an_answer_is_taken_once(client: Client, council_a: CouncilView, gita: str) -> None:
    back = Browser().answer(begin(client, council_a), name=gita)
    assert client.get(back).status_code == 302
    client.cookies.clear()
    assert client.get(back).status_code == 400


def test_a_code_that_was_given_to_another_sign_in_is_refused(client: Client, council_a: CouncilView, gita: str) -> None:
    """Somebody puts the code of their own sign-in into another's browser: PKCE ties it to who asked."""
    mallory = Client()
    theirs = asked(Browser().answer(begin(mallory, council_a), name=gita))
    mine = Browser().answer(begin(client, council_a), name=gita)
    refused(client, council_a, changed(mine, code=theirs["code"]))


def test_a_code_of_another_client_is_refused(
    client: Client, council_a: CouncilView, council_b: CouncilView, provider: Provider, gita: str
) -> None:
    use_provider(council_b, provider)
    theirs = asked(Browser().answer(begin(Client(), council_b), name=gita))
    mine = Browser().answer(begin(client, council_a), name=gita)
    refused(client, council_a, changed(mine, code=theirs["code"]))


@pytest.fixture
def elsewhere(council_b: CouncilView, other_provider: Provider) -> CouncilView:
    """Return council B, where another provider vouches for another Gita."""
    use_provider(council_b, other_provider)
    other_provider.has("gita", name="Gita", groups=[OFFICERS])
    return council_b


def test_the_answer_of_another_council_s_provider_is_refused(
    client: Client, council_a: CouncilView, elsewhere: CouncilView, gita: str
) -> None:
    there = asked(Browser().answer(begin(client, elsewhere), name="gita"))
    ours = Browser().answer(begin(client, council_a), name=gita)
    refused(client, council_a, changed(ours, code=there["code"], iss=there["iss"]))
    refused(client, council_a, changed(ours, **there))
    with council_scope(elsewhere.id):
        assert not CouncilSignIn.objects.filter(council_id=elsewhere.id).exists()


@pytest.mark.parametrize("issuer", ["https://evil.example", "", None])
def test_an_answer_that_names_another_provider_or_none_is_refused(
    client: Client, council_a: CouncilView, gita: str, issuer: str | None
) -> None:
    back = Browser().answer(begin(client, council_a), name=gita)
    refused(client, council_a, changed(back, iss=issuer))


def test_a_provider_that_says_no_is_a_clear_page(client: Client, council_a: CouncilView, gita: str) -> None:
    back = Browser().answer(begin(client, council_a), name="nobody")
    assert asked(back)["error"] == "access_denied"
    refused(client, council_a, back)


@pytest.fixture
def lied_to(council_a: CouncilView, liar: Liar) -> Callable[[Client], str]:
    """Return what begins a sign-in at the liar, and gives the path that it would send the browser back to."""
    use(council_a, issuer=liar.issuer, client_id=liar.client_id, secret="known to both of us, and long enough")

    def start(client: Client) -> str:
        question = asked(begin(client, council_a))
        liar.nonce = question["nonce"]
        return council_url(council_a, "accounts:come_back") + "?" + urlencode({"code": "c", "state": question["state"]})

    return start


def test_a_liar_that_tells_the_truth_is_believed(client: Client, council_a: CouncilView, lied_to: Callable) -> None:
    """Without this the lies below could be refused for another reason."""
    assert client.get(lied_to(client)).status_code == 302
    assert client.get(council_url(council_a, "cases:queue")).status_code == 200


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": ["liar", "another"], "azp": "another"},
        {"exp": 1_000},
        {"exp": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"nbf": 9_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_is_refused(
    client: Client, council_a: CouncilView, liar: Liar, lied_to: Callable, lie: dict[str, object]
) -> None:
    path = lied_to(client)
    liar.claims = lie
    refused(client, council_a, path)
    assert not CouncilAccount.objects.filter(issuer=liar.issuer).exists()


@pytest.mark.parametrize(
    "signed_with",
    [
        (RSAKey.generate_key(2048, {"kid": "one"}), {}),
        (RSAKey.generate_key(2048, {"kid": "two"}), {"kid": "two"}),
        (OctKey.import_key("known to both of us, and long enough"), {"alg": "HS256"}),
        (OctKey.import_key("known to both of us, and long enough"), {"alg": "none"}),
    ],
    ids=["another key", "a key of another name", "the secret", "nothing"],
)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    client: Client, council_a: CouncilView, liar: Liar, lied_to: Callable, signed_with: tuple[object, dict[str, str]]
) -> None:
    path = lied_to(client)
    liar.key, liar.header = signed_with
    refused(client, council_a, path)


@pytest.mark.parametrize("status", [500, 404])
def test_a_provider_that_fails_is_a_clear_page_and_may_be_tried_again(
    client: Client, council_a: CouncilView, liar: Liar, status: int
) -> None:
    use(council_a, issuer=liar.issuer, client_id=liar.client_id, secret="secret")
    liar.status = status
    answer = client.get(council_url(council_a, "accounts:start"))
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    liar.status = 200
    assert client.get(council_url(council_a, "accounts:start")).status_code == 302


def test_a_provider_that_calls_itself_otherwise_is_not_taken(liar: Liar) -> None:
    liar.says_issuer = "https://login.example.gov.uk"
    with pytest.raises(ProviderUnavailable, match=r"login\.example"):
        accounts.check_provider(issuer=liar.issuer, client_id="a", secret="b")


def logout(liar: Liar, **more: object) -> str:
    good = {"nonce": None, "jti": "1", "events": {LOGOUT_EVENT: {}}, "groups": None}
    return liar.token(**{**good, **more})


def tell(council: CouncilView, token: str) -> int:
    return Client().post(council_url(council, "accounts:ended"), {"logout_token": token}).status_code


def test_a_true_word_that_somebody_left_is_believed(
    client: Client, council_a: CouncilView, liar: Liar, lied_to: Callable
) -> None:
    client.get(lied_to(client))
    assert tell(council_a, logout(liar)) == 200
    assert client.get(council_url(council_a, "cases:queue")).status_code == 302


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"events": None},
        {"events": {"another": {}}},
        {"events": LOGOUT_EVENT},
        {"nonce": "one"},
        {"sub": None},
        {"sub": None, "sid": None},
        {"iat": None},
        {"jti": None},
        {"iat": FAR_AHEAD},
        {"exp": 1_000},
    ],
    ids=str,
)
def test_a_false_word_that_somebody_left_changes_nothing(
    client: Client, council_a: CouncilView, liar: Liar, lied_to: Callable, lie: dict[str, object]
) -> None:
    client.get(lied_to(client))
    assert tell(council_a, logout(liar, **lie)) == 400
    assert client.get(council_url(council_a, "cases:queue")).status_code == 200


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "x" * 100_000, "ŵ.ŵ.ŵ", "e30.e30.e30"])
def test_what_is_no_token_changes_nothing(
    client: Client, council_a: CouncilView, lied_to: Callable, token: str
) -> None:
    client.get(lied_to(client))
    assert tell(council_a, token) == 400


def test_a_word_signed_by_another_key_changes_nothing(
    client: Client, council_a: CouncilView, liar: Liar, lied_to: Callable
) -> None:
    client.get(lied_to(client))
    liar.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert tell(council_a, logout(liar)) == 400
    assert client.get(council_url(council_a, "cases:queue")).status_code == 200


def test_a_word_of_one_council_s_provider_ends_nothing_at_another(
    client: Client, council_a: CouncilView, council_b: CouncilView, liar: Liar, provider: Provider
) -> None:
    use_provider(council_a, provider)
    provider.has("ben", name="Ben", groups=[OFFICERS])
    use(council_b, issuer=liar.issuer, client_id=liar.client_id, secret="secret")
    sign_in(client, council_a, name="ben")
    assert tell(council_a, logout(liar)) == 400
    assert tell(council_b, logout(liar)) == 200
    assert client.get(council_url(council_a, "cases:queue")).status_code == 200


def test_a_session_holds_only_the_newest_sign_ins_that_were_begun(
    client: Client, council_a: CouncilView, gita: str
) -> None:
    first = begin(client, council_a)
    for _ in range(5):
        begin(client, council_a)
    assert len(client.session["council_sign_ins_begun"]) == 5
    assert client.get(Browser().answer(first, name=gita)).status_code == 400
