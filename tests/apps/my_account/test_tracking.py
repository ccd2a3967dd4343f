"""Tracking: by reference and what the sender typed, by signed link; limited, and telling nobody else anything."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from tests.support.missed_bin import MONDAY, Open
from tests.support.papers import words_of

from commonwheel.apps.cases import api as cases
from commonwheel.apps.my_account import actions
from commonwheel.apps.my_account.actions import TooManyTries, sweep_tries, track
from commonwheel.apps.my_account.models import TrackingTries
from commonwheel.apps.my_account.rules import COOKIE, Pass, read_pass, sender_of, write_pass
from commonwheel.core.values.reference import make_reference
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

TRACK = "/harbourside/track/"
STATUS = "/harbourside/track/request/"
ABSENT = make_reference("MB", random=bytes(range(16)))


@pytest.mark.parametrize("proof", ["BN1 1JE", "bn11je", " Yusuf ", "yusuf", "Amina Yusuf", "AMINA YUSUF"])
def test_the_reference_and_one_thing_they_typed_show_where_it_stands(client: Client, open_a: Open, proof: str) -> None:
    opened = open_a()
    answer = client.post(TRACK, {"reference": opened.reference.lower().replace("-", " "), "proof": proof})
    assert (answer.status_code, answer.headers["Location"]) == (302, STATUS)
    page = client.get(STATUS)
    html = page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    for words in (opened.reference, "Report a missed bin", "Received", "We aim to come back by 25 November 2026"):
        assert words in html or "taking longer" in html
    assert "1 Invented Street" not in html
    assert "Amina" not in html


def test_a_right_reference_with_a_wrong_proof_reads_as_a_wrong_reference(client: Client, open_a: Open) -> None:
    opened = open_a()
    pages = {
        client.post(TRACK, {"reference": reference, "proof": proof}).content.decode().replace(reference, "R")
        for reference in (opened.reference, ABSENT)
        for proof in ("Smith", "")
    }
    without_proof = {html.replace('value="Smith"', 'value=""') for html in pages}
    cleaned = {html.split('name="csrfmiddlewaretoken"')[0] + html.split("</form>")[-1] for html in without_proof}
    assert len(cleaned) == 1
    assert "We cannot find a request with these details" in without_proof.pop()


def test_where_neither_was_asked_the_reference_is_enough(client: Client, open_a: Open) -> None:
    opened = open_a(answers={"property": None, "full_name": None})
    assert client.post(TRACK, {"reference": opened.reference, "proof": ""}).status_code == 302


def test_a_slip_in_a_reference_is_told_without_counting(client: Client, open_a: Open, council_a: CouncilView) -> None:
    answer = client.post(TRACK, {"reference": "MB-4K7-9QX-2HDD", "proof": ""})
    assert answer.status_code == 422
    assert "Check your reference" in answer.content.decode()
    assert "Enter your reference" in client.post(TRACK, {"reference": "", "proof": ""}).content.decode()
    assert client.post(TRACK, {"reference": "x" * 5_000, "proof": "y" * 5_000}).status_code == 422
    with council_scope(council_a.id):
        assert not TrackingTries.objects.exists()


def test_after_ten_wrong_tries_in_an_hour_the_right_one_is_refused_too(client: Client, open_a: Open) -> None:
    opened = open_a()
    for _ in range(10):
        assert client.post(TRACK, {"reference": ABSENT, "proof": "x"}).status_code == 422
    refused = client.post(TRACK, {"reference": opened.reference, "proof": "Yusuf"})
    assert refused.status_code == 429
    assert "01632 960 000" in refused.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(TRACK, {"reference": opened.reference, "proof": "Yusuf"}).status_code == 302


def test_right_tries_do_not_count_and_an_hour_later_it_is_open_again(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a()

    def one(proof: str, now: dt.datetime) -> cases.TrackedCase | None:
        with council_scope(council_a.id):
            return track(council_a.id, reference=opened.reference, proof=proof, sender="s", now=now)

    for _ in range(15):
        assert one("Yusuf", MONDAY) is not None
    for _ in range(10):
        assert one("Smith", MONDAY) is None
    with pytest.raises(TooManyTries):
        one("Yusuf", MONDAY + dt.timedelta(minutes=59))
    assert one("Yusuf", MONDAY + dt.timedelta(minutes=71)) is not None


def test_the_whole_council_has_a_limit_too(
    council_a: CouncilView, open_a: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_a()
    monkeypatch.setattr(actions, "AT_ONE_COUNCIL_AN_HOUR", 5)
    with council_scope(council_a.id):
        for number in range(5):
            assert track(council_a.id, reference=ABSENT, proof="", sender=f"s{number}", now=MONDAY) is None
        with pytest.raises(TooManyTries):
            track(council_a.id, reference=opened.reference, proof="Yusuf", sender="new", now=MONDAY)
        assert sweep_tries(council_a.id, now=MONDAY + dt.timedelta(days=2)) == 6


def test_a_signed_link_shows_answers_and_leaves_the_address(
    client: Client, open_a: Open, council_a: CouncilView
) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        token = cases.new_link(council_a.id, case_id=opened.id, now=dt.datetime.now(dt.UTC))
    answer = client.get(f"{TRACK}link/{token}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, STATUS)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert token not in str(answer.cookies)
    html = client.get(STATUS).content.decode()
    assert "1 Invented Street" in html
    assert not re.search(r'request-words">\s', html), "an empty line before an answer parts it from its question"
    assert token not in html
    assert client.get(f"{STATUS}files/{uuid.uuid4()}/").status_code == 404
    copy = client.get(f"{STATUS}copy/")
    assert opened.reference in words_of(b"".join(copy))
    assert copy.headers["Referrer-Policy"] == "same-origin"
    assert client.post(f"{TRACK}leave/").status_code == 302
    assert client.get(STATUS).status_code == 302


def test_a_link_that_ended_or_never_was_opens_nothing(client: Client, open_a: Open, council_a: CouncilView) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        ended = cases.new_link(council_a.id, case_id=opened.id, now=MONDAY - dt.timedelta(days=91))
    for token in (ended, "AAAAAAAAAAAAAAAAAAAAAA", "x"):
        answer = client.get(f"{TRACK}link/{token}/", follow=True)
        assert answer.status_code == 410
        assert "This link does not work any more" in answer.content.decode()
        assert COOKIE not in client.cookies


def test_a_link_and_a_pass_of_one_council_are_nothing_at_another(
    client: Client, open_a: Open, council_a: CouncilView, council_b: CouncilView
) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        token = cases.new_link(council_a.id, case_id=opened.id, now=dt.datetime.now(dt.UTC))
    answer = client.get(f"/fellgate/track/link/{token}/", follow=True)
    assert answer.status_code == 410
    value = write_pass(Pass(opened.id, private=True), council_id=council_a.id)
    assert read_pass(value, council_id=council_a.id) == Pass(opened.id, private=True)
    assert read_pass(value, council_id=council_b.id) is None
    assert read_pass(value + "x", council_id=council_a.id) is None
    client.cookies[COOKIE] = value
    assert client.get("/fellgate/track/request/").status_code == 302
    assert client.post("/fellgate/track/", {"reference": opened.reference, "proof": "Yusuf"}).status_code == 422


def test_tracking_speaks_welsh(client: Client, open_a: Open) -> None:
    opened = open_a(language="cy")
    client.post(TRACK, {"reference": opened.reference, "proof": "Yusuf"})
    html = client.get(STATUS, {"language": "cy"}).content.decode()
    assert '<html lang="cy"' in html
    assert "Tachwedd 2026" in html


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("nonsense", "nonsense", True),
    ],
)
def test_a_home_is_one_sender(one: str, other: str, *, same: bool) -> None:
    assert (sender_of(one) == sender_of(other)) is same
    assert one not in sender_of(one)
