"""The mailbox of a demonstration, and messages that officers have to look at."""

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.apps.messages.test_delivery import NEW, NOW, Post, at, write

from commonwheel.apps.messages import api as messages
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.mail.kept import KeptMail
from commonwheel.integrations.mail.port import MailRefused

MAILBOX = "/demonstration/mailbox/"


def test_the_mailbox_shows_letters_in_a_demonstration_only(
    client: Client, council_a: CouncilView, settings: Any
) -> None:
    write(council_a)
    messages.sweep_outbox(council_a.id, carrier=KeptMail(messages.keep_in_mailbox), clock=at(NOW))
    (letter,) = messages.list_kept_letters()
    settings.DEMONSTRATION = False
    assert client.get(MAILBOX).status_code == 404
    assert client.get(f"{MAILBOX}{letter.id}/").status_code == 404
    settings.DEMONSTRATION = True
    assert NEW.subject in client.get(MAILBOX).content.decode()
    assert NEW.subject not in client.get(MAILBOX, {"to": "bob@example.org"}).content.decode()
    assert client.get(MAILBOX, {"before": "nonsense"}).status_code == 200
    page = client.get(f"{MAILBOX}{letter.id}/")
    assert "SECRET" in page.content.decode()
    assert 'href="/demonstration/"' in page.content.decode(), "there is a way to the other pages of the demonstration"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(f"{MAILBOX}{uuid.uuid4()}/").status_code == 404


def test_officers_see_what_was_not_delivered_and_try_again(
    ben_client: Client, cara_client: Client, council_a: CouncilView, council_b: CouncilView
) -> None:
    key = write(council_a)
    messages.sweep_outbox(council_a.id, carrier=Post(failures=[MailRefused("No such person.")]), clock=at(NOW))
    mine, theirs = "/staff/harbourside/undelivered/", "/staff/fellgate/undelivered/"
    mine_again, theirs_again = (f"/staff/{slug}/messages/{key}/retry/" for slug in ("harbourside", "fellgate"))
    assert "No such person." in ben_client.get(mine).content.decode()
    assert "No such person." not in cara_client.get(theirs).content.decode()
    assert cara_client.get(mine).status_code == 404
    assert cara_client.post(theirs_again).status_code == 302
    assert "No such person." in ben_client.get(mine).content.decode()
    assert ben_client.post(mine_again).status_code == 302
    assert "Every message has been delivered" in ben_client.get(mine).content.decode()
    assert ben_client.post(mine_again).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_list_needs_somebody_signed_in(client: Client, council_a: CouncilView, method: str) -> None:
    answer = getattr(client, method)("/staff/harbourside/undelivered/")
    assert answer.status_code == 302
    with council_scope(council_a.id):
        assert messages.list_given_up(council_a.id) == []
