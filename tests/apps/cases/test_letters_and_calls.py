"""Who gave no email address is told by letter or on the phone: listed, done once, written down, never lost."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.support.cast import Person, add_person, sign_in
from tests.support.missed_bin import MONDAY, Open, adopt, opener, staff_of
from tests.support.papers import faults_of, words_of

from commonwheel.apps.cases.actions.by_hand import NoSuchLetter, finish_letter
from commonwheel.apps.cases.actions.keeping import tidy_case
from commonwheel.apps.cases.actions.working import move_case
from commonwheel.apps.cases.models import Case, CaseEvent, CaseLink
from commonwheel.apps.messages import api as messages
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.mail.port import Letter

LIST = "/staff/harbourside/letters-and-calls/"
BY_POST = {"email": None}
BY_PHONE = {"email": None, "full_name": None, "phone": "01632 960 777"}


class Nowhere:
    """A mail server that must not be asked."""

    def send(self, letter: Letter) -> None:
        raise AssertionError(letter)


def only_message(council: CouncilView, case_id: uuid.UUID) -> messages.SentMessage:
    with council_scope(council.id):
        (message,) = messages.list_messages_of_case(council.id, case_id=case_id)
    return message


def kinds(council: CouncilView, case_id: uuid.UUID) -> list[str]:
    with council_scope(council.id):
        return list(CaseEvent.objects.filter(case_id=case_id).order_by("number").values_list("kind", flat=True))


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def finish(person: Person, message_id: uuid.UUID, how: str = "POSTED") -> None:
    with council_scope(person.council.id):
        finish_letter(
            person.council.id, message_id=message_id, how=how, note="", staff=staff_of(person), now=timezone.now()
        )


def test_without_an_email_address_there_is_a_letter_in_a_window_and_no_sweep_takes_it(
    council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers=BY_POST)
    message = only_message(council_a, opened.id)
    assert (message.channel, message.state) == ("LETTER", "WAITING")
    assert message.to == "Amina Yusuf\n1 Invented Street\nHarbourside\nBN1 1JE"
    assert kinds(council_a, opened.id) == ["OPENED", "LETTER"]
    later = timezone.now() + dt.timedelta(days=9)
    assert messages.sweep_outbox(council_a.id, carrier=Nowhere(), clock=lambda: later) == messages.Swept()
    assert only_message(council_a, opened.id) == message


def test_a_letter_has_no_signed_link_and_names_the_reference_and_where_to_track_it(
    council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers=BY_POST)
    message = only_message(council_a, opened.id)
    assert "/harbourside/track" in message.text
    assert opened.reference in message.subject + message.text
    with council_scope(council_a.id):
        assert not CaseLink.objects.filter(case_id=opened.id).exists()


def test_who_gave_no_address_for_letters_but_a_phone_number_is_called(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a(answers=BY_PHONE)
    message = only_message(council_a, opened.id)
    assert (message.channel, message.to) == ("CALL", "01632 960 777")
    assert kinds(council_a, opened.id) == ["OPENED", "CALL"]


def test_the_home_of_a_report_without_a_name_gets_no_letter(council_a: CouncilView, open_a: Open) -> None:
    opened = open_a(answers={"email": None, "full_name": None})
    assert kinds(council_a, opened.id) == ["OPENED", "UNREACHED"]


def test_a_protected_service_sends_nothing_that_others_in_the_home_may_open(council_a: CouncilView) -> None:
    protected = adopt(council_a, ("duty: waste", "protect: true\nduty: waste"))
    opened = opener(council_a, protected)(answers={"email": None, "phone": "01632 960 777"})
    assert kinds(council_a, opened.id) == ["OPENED", "UNREACHED"]


def test_the_list_shows_who_where_and_since_when_and_what_to_say(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    posted, called = open_a(answers=BY_POST), open_a(answers=BY_PHONE, language="cy")
    assert "Letters and calls (2)" in text(ben_client, "/staff/harbourside/requests/")
    page = text(ben_client, LIST)
    for words in ("Amina Yusuf", "1 Invented Street, Harbourside, BN1 1JE", "01632 960 777", "23 November 2026"):
        assert words in page
    assert page.count(posted.reference) >= 1 <= page.count(called.reference)
    assert "in Welsh" in page
    assert only_message(council_a, called.id).said.split("\n")[0] in page


def test_one_letter_is_printed_in_the_language_of_its_request_and_the_reading_is_audited(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers=BY_POST, language="cy")
    page = text(ben_client, f"{LIST}{only_message(council_a, opened.id).id}/")
    for words in ('lang="cy"', "Amina Yusuf", "1 Invented Street", "BN1 1JE", "Cyfeirnod", opened.reference):
        assert words in page
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(action="case-read", subject=f"case:{opened.id}").count() == 1


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "By email to amina@residents.example."),
        (BY_POST, "so this goes by letter. It will wait under “Letters and calls”."),
        (BY_PHONE, "so they are called. The call will wait under “Letters and calls”."),
        ({"email": None, "full_name": None}, "They gave no way to reach them, so nobody is told."),
    ],
)
def test_whoever_moves_a_request_on_reads_first_by_which_way_the_resident_is_told(
    ben_client: Client, open_a: Open, answers: dict[str, str | None], words: str
) -> None:
    opened = open_a(answers=answers)
    assert words in text(ben_client, f"/staff/harbourside/requests/{opened.id}/move/arranged/")
    reason = "They see the reason when they track the request."
    with_reason = text(ben_client, f"/staff/harbourside/requests/{opened.id}/move/not-missed/")
    assert (reason in with_reason) == ("nobody is told" in words)


def test_a_letter_is_said_to_be_posted_from_its_own_page_while_it_waits(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    message = only_message(council_a, open_a(answers=BY_POST).id)
    assert "I posted it" in text(ben_client, f"{LIST}{message.id}/")
    ben_client.post(f"{LIST}{message.id}/done/", {"how": "POSTED"})
    assert "I posted it" not in text(ben_client, f"{LIST}{message.id}/")
    reader = sign_in(Client(), add_person("Olu", council=council_a, roles=("ADVISER",)))
    other = only_message(council_a, open_a(answers=BY_POST).id)
    assert "I posted it" not in text(reader, f"{LIST}{other.id}/")


@pytest.mark.parametrize(
    ("how", "state", "words"),
    [
        ("POSTED", "SENT", "you posted it"),
        ("CALLED", "SENT", "you called"),
        ("UNREACHED", "GIVEN_UP", "you could not reach them"),
    ],
)
def test_what_an_officer_did_leaves_the_list_and_stands_in_the_timeline_once(
    ben_client: Client, council_a: CouncilView, open_a: Open, *, how: str, state: str, words: str
) -> None:
    opened = open_a(answers=BY_POST if how == "POSTED" else BY_PHONE)
    message = only_message(council_a, opened.id)
    for _ in range(2):
        answer = ben_client.post(f"{LIST}{message.id}/done/", {"how": how, "note": "Spoke to a neighbour"}, follow=True)
        assert words in answer.content.decode()
    assert only_message(council_a, opened.id).state == state
    assert kinds(council_a, opened.id)[2:] == [how]
    assert "Spoke to a neighbour" in text(ben_client, f"/staff/harbourside/requests/{opened.id}/")
    assert opened.reference not in text(ben_client, LIST)
    assert "Letters and calls (" not in text(ben_client, "/staff/harbourside/requests/")
    assert opened.reference not in text(ben_client, "/staff/harbourside/undelivered/")
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(subject=f"case:{opened.id}", actor_kind="STAFF").exclude(
            action="case-read"
        ).count() == 1  # fmt: skip


def test_letters_are_printed_together_and_said_to_be_posted_together(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    first, second, later, called = (open_a(answers=way) for way in (BY_POST, BY_POST, BY_POST, BY_PHONE))
    named = [only_message(council_a, one.id).id for one in (first, second)]
    said = {"letter": [str(named[0]), named[1].hex, str(only_message(council_a, called.id).id), "nonsense"]}
    answer = ben_client.post(f"{LIST}print/", said)
    assert answer.headers["Content-Type"] == "application/pdf"
    pdf = b"".join(answer)  # type: ignore[arg-type]  # streamed
    assert [one.reference in words_of(pdf) for one in (first, second, later, called)] == [True, True, False, False]
    assert faults_of(pdf) == []
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(action="case-read").count() == 2
    assert only_message(council_a, first.id).state == "WAITING"
    for _ in range(2):
        page = ben_client.post(f"{LIST}posted/", {"letter": [str(key) for key in named]}, follow=True)
        assert "off the list" in page.content.decode()
    assert [kinds(council_a, one.id)[2:] for one in (first, second, later)] == [["POSTED"], ["POSTED"], []]
    assert ben_client.post(f"{LIST}print/", said).status_code == 302


def test_another_council_prints_and_posts_none_of_them(
    cara_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    message = only_message(council_a, open_a(answers=BY_POST).id)
    theirs = "/staff/fellgate/letters-and-calls/"
    for path in ("print/", "posted/"):
        assert cara_client.post(f"{LIST}{path}", {"letter": [str(message.id)]}).status_code == 404
        assert cara_client.post(f"{theirs}{path}", {"letter": [str(message.id)]}).status_code == 302
    assert only_message(council_a, message.case_id or uuid.uuid4()) == message


def test_who_was_to_get_a_letter_may_be_called_instead(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers={"email": None, "phone": "01632 960 777"})
    message = only_message(council_a, opened.id)
    assert "01632 960 777" in text(ben_client, LIST)
    ben_client.post(f"{LIST}{message.id}/done/", {"how": "CALLED"})
    done = only_message(council_a, opened.id)
    assert (done.channel, done.state, done.done_by) == ("CALL", "SENT", "Ben Adeyemi")


def test_the_second_of_two_officers_reads_who_was_quicker(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers=BY_POST)
    message = only_message(council_a, opened.id)
    finish(add_person("Nia", council=council_a, roles=("OFFICER",)), message.id)
    answer = ben_client.post(f"{LIST}{message.id}/done/", {"how": "UNREACHED"}, follow=True).content.decode()
    assert "Done already." in answer
    assert "Nia posted it" in answer
    assert kinds(council_a, opened.id)[2:] == ["POSTED"]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_do_it_once(council_a: CouncilView, ben: Person) -> None:
    opened = opener(council_a, adopt(council_a))(answers=BY_POST)
    message, start = only_message(council_a, opened.id), threading.Barrier(2)

    def press(how: str) -> None:
        start.wait()
        try:
            finish(ben, message.id, how)
        finally:
            connection.close()

    officers = [threading.Thread(target=press, args=(how,)) for how in ("POSTED", "UNREACHED")]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert len(kinds(council_a, opened.id)) == 3
    ends = {"POSTED": "SENT", "UNREACHED": "GIVEN_UP"}
    assert only_message(council_a, opened.id).state == ends[kinds(council_a, opened.id)[2]]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "use one of the buttons"),
        ({"how": "EATEN"}, "use one of the buttons"),
        ({"how": "POSTED", "note": "x" * 5_001}, "5,000 characters"),
    ],
)
def test_what_cannot_be_read_is_said_and_changes_nothing(
    ben_client: Client, council_a: CouncilView, open_a: Open, said: dict[str, str], words: str
) -> None:
    opened = open_a(answers=BY_POST)
    message = only_message(council_a, opened.id)
    answer = ben_client.post(f"{LIST}{message.id}/done/", said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert only_message(council_a, opened.id) == message
    assert ben_client.get(LIST, {"done": "nonsense"}).status_code == 200
    assert ben_client.post(f"{LIST}{uuid.uuid4()}/done/", said).status_code == 404


def test_another_council_neither_sees_nor_does_it(
    cara_client: Client, cara: Person, council_a: CouncilView, open_a: Open
) -> None:
    opened = open_a(answers=BY_POST)
    message, theirs = only_message(council_a, opened.id), "/staff/fellgate/letters-and-calls/"
    assert cara_client.get(LIST).status_code == 404
    assert opened.reference not in text(cara_client, f"{theirs}?done={message.id}")
    assert cara_client.get(f"{theirs}{message.id}/").status_code == 404
    assert cara_client.post(f"{theirs}{message.id}/done/", {"how": "POSTED"}).status_code == 404
    with pytest.raises(NoSuchLetter):
        finish(cara, message.id)
    assert only_message(council_a, opened.id) == message


def test_an_email_is_no_letter_and_cannot_be_taken_off_the_list(
    ben_client: Client, council_a: CouncilView, open_a: Open
) -> None:
    message = only_message(council_a, open_a().id)
    assert ben_client.get(f"{LIST}{message.id}/").status_code == 404
    assert ben_client.post(f"{LIST}{message.id}/done/", {"how": "POSTED"}).status_code == 404
    assert only_message(council_a, message.case_id or uuid.uuid4()).state == "WAITING"


def test_only_who_works_requests_says_that_it_is_done(council_a: CouncilView, open_a: Open) -> None:
    message = only_message(council_a, open_a(answers=BY_POST).id)
    reader = sign_in(Client(), add_person("Olu", council=council_a, roles=("ADVISER",)))
    assert reader.post(f"{LIST}{message.id}/done/", {"how": "POSTED"}).status_code == 403
    assert only_message(council_a, message.case_id or uuid.uuid4()).state == "WAITING"


def test_a_letter_goes_with_its_request_and_with_the_address_it_carries(council_a: CouncilView, ben: Person) -> None:
    asked = "label: Address of the property\n"
    service: ServiceView = adopt(council_a, (asked, f"{asked}        keep: {{months: 3, from: closed}}\n"))
    opened = opener(council_a, service)(answers=BY_POST)
    with council_scope(council_a.id):
        version = Case.objects.of(council_a.id).get(id=opened.id).version
        move_case(
            council_a.id,
            case_id=opened.id,
            version=version,
            to="withdrawn",
            reason="They told us on the phone.",
            decision={},
            staff=staff_of(ben),
            now=MONDAY,
        )
        assert messages.count_by_hand(council_a.id) == 2
        assert tidy_case(council_a.id, case_id=opened.id, now=MONDAY + dt.timedelta(days=100))
        assert messages.count_by_hand(council_a.id) == 0
