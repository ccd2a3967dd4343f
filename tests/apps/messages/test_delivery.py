"""The outbox: written once, delivered once, tried again, given up where somebody sees it."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.cast import Person

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.messages import api as messages
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.foundation import deliveries
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.mail.kept import KeptMail
from commonwheel.integrations.mail.port import Letter, MailRefused, MailUnavailable

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
NEW = messages.NewMessage(
    dedup_key="case:1:received:resident",
    to="amina@residents.example",
    sender_name="Harbourside Council",
    subject="We have your report MB-4K7-9QX-2HDT",
    text="Follow it: https://link.invalid/1\n",
    html='<p><a href="https://link.invalid/1">Follow it</a></p>',
    case_id=uuid.UUID(int=1),
    link_mark="https://link.invalid/1",
    link="https://council.example/track/link/SECRET/?a=1&b=2",
)


@dataclass
class Post:
    """A carrier that remembers, and fails when told to."""

    letters: list[Letter] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.letters.append(letter)


def at(moment: dt.datetime) -> Callable[[], dt.datetime]:
    return lambda: moment


def write(council: CouncilView, new: messages.NewMessage = NEW) -> uuid.UUID:
    with council_scope(council.id):
        return messages.queue_message(council.id, message=new, now=NOW)


def row_of(council: CouncilView, key: uuid.UUID) -> OutboxMessage:
    with council_scope(council.id):
        return OutboxMessage.objects.of(council.id).get(id=key)


def test_a_message_is_written_once_however_often_the_fact_is_reported(council_a: CouncilView) -> None:
    first = write(council_a)
    assert write(council_a, replace(NEW, subject="Other words")) == first
    assert row_of(council_a, first).subject == NEW.subject


def test_the_same_fact_of_two_councils_is_two_messages(council_a: CouncilView, council_b: CouncilView) -> None:
    one, other = row_of(council_a, write(council_a)), row_of(council_b, write(council_b))
    assert one.message_id != other.message_id


def test_it_is_not_there_when_its_transaction_is_undone(council_a: CouncilView) -> None:
    def die_after_writing() -> None:
        with transaction.atomic():
            write(council_a)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die_after_writing()
    with council_scope(council_a.id):
        assert not OutboxMessage.objects.of(council_a.id).exists()


def test_a_sweep_puts_the_link_in_delivers_and_forgets_the_link(council_a: CouncilView) -> None:
    key, post = write(council_a), Post()
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW)) == messages.Swept(sent=1)
    (letter,) = post.letters
    assert "https://council.example/track/link/SECRET/?a=1&b=2" in letter.text
    assert 'href="https://council.example/track/link/SECRET/?a=1&amp;b=2"' in letter.html
    row = row_of(council_a, key)
    assert (row.state, row.sent_at, row.link, row.attempts, row.repeated) == ("SENT", NOW, "", 1, 0)
    assert "SECRET" not in row.text + row.html
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW)) == messages.Swept()


def test_what_cannot_leave_now_is_tried_later_and_later(council_a: CouncilView) -> None:
    key, post, now = write(council_a), Post(), NOW
    for wait in deliveries.WAITS:
        post.failures = [MailUnavailable("The mail server could not be reached.")]
        assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(now)) == messages.Swept(put_off=1)
        assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(now)) == messages.Swept()
        now += wait
        assert row_of(council_a, key).due_at == now
    post.failures = [MailUnavailable("Still not.")]
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(now)) == messages.Swept(given_up=1)
    assert row_of(council_a, key).last_error == "Still not."
    assert post.letters == []


def test_a_lasting_refusal_is_given_up_at_once_and_somebody_can_try_again(council_a: CouncilView, ben: Person) -> None:
    key, post = write(council_a), Post(failures=[MailRefused("No such person.")])
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW)) == messages.Swept(given_up=1)
    with council_scope(council_a.id):
        (seen,) = messages.list_given_up(council_a.id)
    assert (seen.last_error, seen.to) == ("No such person.", "amina@residents.example")
    assert "SECRET" not in seen.text
    staff = staff_of(ben)
    with council_scope(council_a.id):
        messages.retry_message(council_a.id, message_id=key, staff=staff, now=NOW)
        with pytest.raises(messages.MessageNotWaiting):
            messages.retry_message(council_a.id, message_id=key, staff=staff, now=NOW)
        assert AuditEntry.objects.filter(council_id=council_a.id, action="message-retried").count() == 1
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW)) == messages.Swept(sent=1)
    assert "SECRET" in post.letters[0].text


def staff_of(person: Person) -> authorities.StaffView:
    with council_scope(person.council.id):
        found = authorities.find_staff(person.council.id, user_id=person.id)
    assert found is not None
    return found


def test_another_councils_sweep_and_retry_touch_nothing(
    council_a: CouncilView, council_b: CouncilView, cara: Person
) -> None:
    key, post = write(council_a), Post(failures=[MailRefused("No.")])
    assert messages.sweep_outbox(council_b.id, carrier=post, clock=at(NOW)) == messages.Swept()
    messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW))
    with council_scope(council_b.id):
        assert messages.list_given_up(council_b.id) == []
        assert messages.list_messages_of_case(council_b.id, case_id=uuid.UUID(int=1)) == []
        with pytest.raises(messages.MessageNotWaiting):
            messages.retry_message(council_b.id, message_id=key, staff=staff_of(cara), now=NOW)


class Died(BaseException):
    """Stands for kill -9 between the server's acceptance and our record of it."""


def test_a_worker_that_died_after_acceptance_leads_to_one_repeat_with_the_same_message_id(
    council_a: CouncilView,
) -> None:
    key, post = write(council_a), Post()

    class Dying:
        def send(self, letter: Letter) -> None:
            post.send(letter)
            raise Died

    with pytest.raises(Died):
        messages.sweep_outbox(council_a.id, carrier=Dying(), clock=at(NOW))
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW)) == messages.Swept()
    later = NOW + deliveries.LEASE
    assert messages.sweep_outbox(council_a.id, carrier=post, clock=at(later)) == messages.Swept(sent=1)
    assert len({letter.message_id for letter in post.letters}) == 1
    assert len(post.letters) == 2
    assert row_of(council_a, key).repeated == 1


def test_a_slow_worker_does_not_undo_what_another_recorded(council_a: CouncilView) -> None:
    key, post, later = write(council_a), Post(), NOW + deliveries.LEASE

    class Slow:
        def send(self, letter: Letter) -> None:
            messages.sweep_outbox(council_a.id, carrier=post, clock=at(later))
            raise MailUnavailable("Too late.")

    messages.sweep_outbox(council_a.id, carrier=Slow(), clock=at(NOW))
    row = row_of(council_a, key)
    assert (row.state, row.last_error, len(post.letters)) == ("SENT", "", 1)


def test_a_sent_message_keeps_no_link_whatever_writes_it(council_a: CouncilView) -> None:
    key = write(council_a)
    with council_scope(council_a.id), pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.of(council_a.id).filter(id=key).update(state="SENT", sent_at=NOW, attempts=1)


def test_the_mailbox_keeps_each_letter_once_and_counts_copies(council_a: CouncilView) -> None:
    write(council_a)
    kept = KeptMail(messages.keep_in_mailbox)
    messages.sweep_outbox(council_a.id, carrier=kept, clock=at(NOW))
    (letter,) = messages.list_kept_letters(to="AMINA@residents.example")
    assert letter.copies == 1
    kept.send(
        Letter(
            message_id=letter.message_id,
            sender=letter.sender,
            to=letter.to,
            written_at=NOW,
            subject=letter.subject,
            text=letter.text,
        )
    )
    again = messages.find_kept_letter(letter.id)
    assert again is not None
    assert again.copies == 2
    assert messages.list_kept_letters(to="somebody@else.example") == []
    assert messages.list_kept_letters(before=letter.id) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(council_a: CouncilView) -> None:
    for number in range(12):
        write(council_a, replace(NEW, dedup_key=f"fact:{number}"))
    post, faults = Post(), []

    def work() -> None:
        try:
            messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW))
        except Exception as fault:  # noqa: BLE001  # shown below
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert len(post.letters) == 12
    assert len({letter.message_id for letter in post.letters}) == 12


def write_many(council: CouncilView, number: int) -> list[uuid.UUID]:
    return [
        write(council, replace(NEW, dedup_key=f"fact:{one}", to=f"r{one}@residents.example")) for one in range(number)
    ]


def test_letters_that_leave_side_by_side_are_each_sent_once_and_judged_by_themselves(council_a: CouncilView) -> None:
    keys = write_many(council_a, 25)

    class Fussy(Post):
        def send(self, letter: Letter) -> None:
            if letter.to.startswith("r7@"):
                raise MailRefused("No such person.")
            if letter.to.startswith("r8@"):
                raise MailUnavailable("Not now.")
            super().send(letter)

    post = Fussy()
    swept = messages.sweep_outbox(council_a.id, carrier=post, clock=at(NOW), side_by_side=4)
    assert swept == messages.Swept(sent=23, put_off=1, given_up=1)
    assert len({letter.message_id for letter in post.letters}) == len(post.letters) == 23
    assert (row_of(council_a, keys[7]).last_error, row_of(council_a, keys[8]).last_error) == (
        "No such person.",
        "Not now.",
    )
    assert all(row_of(council_a, key).link == "" for key in keys if key not in keys[7:9])


@pytest.mark.parametrize("side_by_side", [1, 4])
def test_what_a_slow_server_leaves_no_time_for_goes_back_untouched(council_a: CouncilView, side_by_side: int) -> None:
    keys, post, moment = write_many(council_a, 12), Post(), [NOW]

    class Slow(Post):
        def send(self, letter: Letter) -> None:
            moment[0] = NOW + deliveries.BUDGET * 2
            post.send(letter)

    messages.sweep_outbox(council_a.id, carrier=Slow(), clock=lambda: moment[0], side_by_side=side_by_side)
    left = [row for row in (row_of(council_a, key) for key in keys) if row.state == "WAITING"]
    assert len(left) >= 12 - side_by_side
    assert {(row.attempts, row.repeated, row.leased_until) for row in left} == {(0, 0, None)}
    messages.sweep_outbox(council_a.id, carrier=post, clock=at(moment[0]), side_by_side=side_by_side)
    assert len({letter.message_id for letter in post.letters}) == len(post.letters) == 12


def test_a_death_while_letters_leave_side_by_side_loses_none(council_a: CouncilView) -> None:
    write_many(council_a, 30)
    post = Post()

    class Dying(Post):
        def send(self, letter: Letter) -> None:
            post.send(letter)
            if letter.to.startswith("r9@"):
                raise Died

    with pytest.raises(Died):
        messages.sweep_outbox(council_a.id, carrier=Dying(), clock=at(NOW), side_by_side=4)
    for later in (NOW, NOW + deliveries.LEASE):
        messages.sweep_outbox(council_a.id, carrier=post, clock=at(later), side_by_side=4)
    assert len({letter.message_id for letter in post.letters}) == 30
    with council_scope(council_a.id):
        assert OutboxMessage.objects.of(council_a.id).filter(state="SENT").count() == 30
