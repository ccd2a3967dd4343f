"""Requests leave by signed webhook: once, again with the same key, later where the receiver fails."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from standardwebhooks.webhooks import WebhookVerificationError
from tests.support import missed_bin
from tests.support.cast import Person
from tests.support.contractor import IMPATIENT, SLUG, delivery, send_to, sweep
from tests.support.missed_bin import Open, staff_of
from tests.support.receiver import Receiver

from commonwheel.apps.handover import api as handover
from commonwheel.apps.handover.actions import sweeping
from commonwheel.apps.handover.models import Delivery, Destination
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation import deliveries
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

Swept = deliveries.Swept


@pytest.fixture
def contractor(council_a: CouncilView, service_a: ServiceView, receiver: Receiver) -> Receiver:
    receiver.secret = send_to(council_a, "WEBHOOK", url=receiver.url).secret
    return receiver


def test_a_request_is_handed_over_signed_and_whole(council_a: CouncilView, contractor: Receiver, open_a: Open) -> None:
    opened = open_a(language="cy")
    assert sweep(council_a) == Swept(sent=1)
    (key,) = contractor.taken
    said = contractor.bodies[key]
    assert said["type"] == "case.handed-over"
    data = said["data"]
    assert (data["delivery"], data["reference"], data["language"]) == (key, opened.reference, "cy")
    assert data["council"] == {"id": "harbourside", "name": "Harbourside Council"}
    assert data["service"]["id"] == SLUG
    assert data["answers"]["container"] == "refuse"
    assert data["sender"]["email"] == "amina@residents.example"
    assert {"container", "full_name"} <= {one["id"] for one in data["shown"]}
    assert data["link"].endswith(f"/staff/harbourside/requests/{opened.id}/")
    assert sweep(council_a) == Swept()
    row = delivery(council_a, opened.id)
    assert (row.state, row.attempts, row.repeated, row.last_error) == ("SENT", 1, 0, "")


def test_a_service_that_is_worked_here_hands_nothing_over(council_a: CouncilView, open_a: Open) -> None:
    open_a()
    send_to(council_a, "HERE")
    open_a()
    with council_scope(council_a.id):
        assert not Delivery.objects.of(council_a.id).exists()


def test_it_is_written_with_the_request_and_undone_with_it(
    council_a: CouncilView, contractor: Receiver, open_a: Open
) -> None:
    def die_after_opening() -> None:
        with transaction.atomic():
            open_a()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        die_after_opening()
    assert sweep(council_a) == Swept()
    journey = uuid.uuid4()
    assert open_a(journey_id=journey) == open_a(journey_id=journey)
    assert sweep(council_a) == Swept(sent=1)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("slow", "did not answer within 0.5 seconds"),
        ("drip", "did not answer within 0.5 seconds"),
        ("drop", "could not be reached"),
        ("nonsense", "something that is not HTTP"),
        (503, "cannot take anything now (status 503)"),
        (429, "cannot take anything now (status 429)"),
    ],
)
def test_a_receiver_out_of_order_is_left_alone_for_a_minute_and_then_gets_everything(
    council_a: CouncilView, contractor: Receiver, open_a: Open, how: int | str, words: str
) -> None:
    first, second = open_a(), open_a()
    contractor.instead = [how]
    assert sweep(council_a, webhooks=IMPATIENT) == Swept(put_off=1)
    rows = [delivery(council_a, one.id) for one in (first, second)]
    assert sorted(row.attempts for row in rows) == [0, 1]
    assert words in "".join(row.last_error for row in rows)
    assert sweep(council_a) == Swept()
    assert sweep(council_a, later=deliveries.WAITS[0] + sweeping.REST) == Swept(sent=2)
    assert sorted(contractor.taken) == sorted(str(row.id) for row in rows)


@pytest.mark.parametrize("how", [400, 404, 410, "redirect"])
def test_a_request_that_is_refused_is_tried_later_and_holds_up_no_other(
    council_a: CouncilView, contractor: Receiver, open_a: Open, how: int | str
) -> None:
    first, second = open_a(), open_a()
    contractor.instead = [how]
    assert sweep(council_a) == Swept(put_off=1, sent=1)
    rows = [delivery(council_a, one.id) for one in (first, second)]
    assert [row.last_error for row in rows if "did not take it" in row.last_error]
    assert len(contractor.taken) == 1


def test_requests_that_leave_side_by_side_each_arrive_once(
    council_a: CouncilView, contractor: Receiver, open_a: Open
) -> None:
    keys = {str(delivery(council_a, open_a().id).id) for _ in range(23)}
    contractor.instead = [400]
    assert sweep(council_a, side_by_side=4) == Swept(put_off=1, sent=22)
    assert sweep(council_a, later=deliveries.WAITS[0], side_by_side=4) == Swept(sent=1)
    assert (set(contractor.taken), len(contractor.taken)) == (keys, 23)


def test_what_is_given_up_is_listed_and_somebody_can_try_it_again(
    council_a: CouncilView, contractor: Receiver, open_a: Open, ben: Person
) -> None:
    opened = open_a()
    later = dt.timedelta(0)
    contractor.instead = [400] * (len(deliveries.WAITS) + 1)
    for wait in (*deliveries.WAITS, dt.timedelta(0)):
        sweep(council_a, later=later)
        later += wait + dt.timedelta(seconds=10)
    row = delivery(council_a, opened.id)
    assert (row.state, row.attempts) == ("GIVEN_UP", len(deliveries.WAITS) + 1)
    with council_scope(council_a.id):
        (listed,) = handover.list_undelivered(council_a.id)
        assert (listed.reference, listed.system, listed.state) == (opened.reference, "Contractor", "GIVEN_UP")
        assert handover.count_undelivered(council_a.id) == 1
        again = {"delivery_id": row.id, "actor": SYSTEM, "now": missed_bin.MONDAY}
        handover.try_again(council_a.id, **again)
        assert AuditEntry.objects.filter(council_id=council_a.id, action="handover-retried").count() == 1
    assert sweep(council_a) == Swept(sent=1)
    assert contractor.taken == [str(row.id)]
    with council_scope(council_a.id):
        assert handover.list_undelivered(council_a.id) == []
        with pytest.raises(handover.NothingToTryAgain):
            handover.try_again(council_a.id, **again)
    assert staff_of(ben)


def test_a_worker_that_died_leaves_a_repeat_with_the_same_key(
    council_a: CouncilView, contractor: Receiver, open_a: Open
) -> None:
    opened = open_a()
    key = delivery(council_a, opened.id).id
    (lost,) = deliveries.lease_all(Delivery, council_a.id, [key], now=dt.datetime.now(dt.UTC))
    assert sweep(council_a) == Swept()
    assert sweep(council_a, later=deliveries.LEASE) == Swept(sent=1)
    assert not deliveries.record(lost, state="GIVEN_UP")
    row = delivery(council_a, opened.id)
    assert (row.state, row.attempts, row.repeated) == ("SENT", 2, 1)
    assert contractor.taken == [str(key)]


def test_a_renewed_secret_signs_beside_the_old_one_for_a_day(
    council_a: CouncilView, contractor: Receiver, open_a: Open
) -> None:
    old, now = contractor.secret, dt.datetime.now(dt.UTC)
    with council_scope(council_a.id):
        new = handover.renew_secret(council_a.id, slug=SLUG, actor=SYSTEM, now=now).secret
    open_a()
    sweep(council_a)
    contractor.secret = new
    open_a()
    sweep(council_a)
    assert len(contractor.taken) == 2
    with council_scope(council_a.id):
        Destination.objects.update(old_secret_until=now - dt.timedelta(seconds=1))
    contractor.secret = old
    open_a()
    assert sweep(council_a) == Swept(put_off=1)
    assert len(contractor.taken) == 2


def test_secrets_are_unreadable_in_the_database_and_shown_once(council_a: CouncilView, contractor: Receiver) -> None:
    with council_scope(council_a.id):
        row = Destination.objects.get()
    assert contractor.secret.startswith("whsec_")
    assert contractor.secret not in row.secret
    again = send_to(council_a, "WEBHOOK", url=contractor.url)
    assert again.secret == ""
    assert contractor.secret not in repr(again)


def test_a_request_that_is_gone_does_not_leave(council_a: CouncilView, contractor: Receiver, open_a: Open) -> None:
    opened = open_a()
    key = delivery(council_a, opened.id).id
    with council_scope(council_a.id):
        handover.remove_handover(council_a.id, case_id=opened.id)
    assert sweep(council_a) == Swept()
    assert str(key) not in contractor.taken


def test_under_way_keeps_its_way_and_tried_again_takes_the_new_one(
    council_a: CouncilView, contractor: Receiver, open_a: Open
) -> None:
    kept, refused = open_a(), open_a()
    with council_scope(council_a.id):
        Delivery.objects.filter(case_id=refused.id).update(state="GIVEN_UP", last_error="No.")
    send_to(council_a, "EMAIL", email="bins@contractor.example")
    assert delivery(council_a, kept.id).way == "WEBHOOK"
    row = delivery(council_a, refused.id)
    with council_scope(council_a.id):
        handover.try_again(council_a.id, delivery_id=row.id, actor=SYSTEM, now=missed_bin.MONDAY)
    assert delivery(council_a, refused.id).way == "EMAIL"
    assert sweep(council_a) == Swept(sent=2)
    assert len(contractor.taken) == 1


def test_a_request_taken_back_here_is_not_handed_over_any_more(
    council_a: CouncilView, contractor: Receiver, open_a: Open
) -> None:
    opened = open_a()
    with council_scope(council_a.id):
        Delivery.objects.filter(case_id=opened.id).update(state="GIVEN_UP", last_error="No.")
    send_to(council_a, "HERE")
    row = delivery(council_a, opened.id)
    with council_scope(council_a.id):
        handover.try_again(council_a.id, delivery_id=row.id, actor=SYSTEM, now=missed_bin.MONDAY)
        assert handover.find_handover(council_a.id, case_id=opened.id) is None


def test_the_receiver_s_own_library_refuses_what_was_changed_on_the_way(contractor: Receiver) -> None:
    with pytest.raises(WebhookVerificationError):
        contractor.take({"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}, b"{}")
