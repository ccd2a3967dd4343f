"""The client of webhooks: where it may post, and what it makes of answers."""

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.support.receiver import Receiver, receiving

from commonwheel.integrations.webhooks.https import HttpsWebhooks
from commonwheel.integrations.webhooks.port import AddressNotAllowed, Call, WebhookUnavailable

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def call(url: str) -> Call:
    return Call("key-1", url, dt.datetime.now(dt.UTC), '{"said":"Ŵyl"}'.encode(), (SECRET,))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        made.secret = SECRET
        yield made


@pytest.mark.parametrize(
    "url",
    [
        "http://council.example/take",
        "ftp://council.example/take",
        "https://",
        "https:///take",
        "council.example/take",
        "https://user:word@council.example/",
        "https://council.example/#part",
        "https://council.example:0/",
        "https://council.example:port/",
        "https://[::1/",
        "https://council.example/a b",
        "https://council.example/a\r\nX-Header: b",
        "https://cöuncil.example/",
        "https://council.example/" + "a" * 1_000,
    ],
)
def test_an_address_that_cannot_be_posted_to_is_refused_before_anybody_is_asked(url: str) -> None:
    with pytest.raises(AddressNotAllowed):
        HttpsWebhooks().check(url)
    with pytest.raises(AddressNotAllowed):
        HttpsWebhooks().post(call(url))


def test_an_address_of_the_web_is_accepted() -> None:
    HttpsWebhooks().check("https://council.example:8443/take?council=1")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[fe80::1]",
        "[fd00::1]", "[fec0::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_what_leads_into_a_private_network_is_refused_whatever_it_wears(host: str, receiver: Receiver) -> None:
    with pytest.raises(AddressNotAllowed, match="private network"):
        HttpsWebhooks().post(call(f"https://{host}:{receiver.port}/"))
    assert receiver.taken == []


def test_a_host_that_the_operator_opened_is_posted_to_also_without_tls(receiver: Receiver) -> None:
    client = HttpsWebhooks(private_hosts=["127.0.0.1"])
    client.post(call(receiver.url))
    assert receiver.bodies == {"key-1": {"said": "Ŵyl"}}
    with pytest.raises(AddressNotAllowed):
        client.check(f"http://localhost:{receiver.port}/")


def test_a_server_without_a_certificate_that_can_be_trusted_gets_nothing(receiver: Receiver) -> None:
    client = HttpsWebhooks(private_hosts=["127.0.0.1"], seconds=2)
    with pytest.raises(WebhookUnavailable):
        client.post(call(receiver.url.replace("http:", "https:")))
    assert receiver.taken == []


def test_a_name_that_leads_nowhere_is_out_of_reach() -> None:
    with pytest.raises(WebhookUnavailable, match="could not be reached"):
        HttpsWebhooks(seconds=5).post(call("https://nowhere.invalid/"))


def test_the_secret_stays_out_of_logs() -> None:
    assert SECRET not in repr(call("https://council.example/"))
