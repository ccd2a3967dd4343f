"""An officer enters for somebody what came by post, email or phone, at the counter or through a councillor."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.apps.journeys.conftest import put_live
from tests.support.cast import Person, add_person, sign_in
from tests.support.missed_bin import staff_of
from tests.support.patterns import pattern_files
from tests.support.resident import Resident

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.actions.staff import end_staff
from commonwheel.apps.cases.models import Case, CaseClock, CaseEvent
from commonwheel.apps.journeys.actions.entering import Arrival, ChannelUnknown, enter_for, take_up
from commonwheel.apps.journeys.actions.sending import OfficerIsMissing, send
from commonwheel.apps.journeys.models import Journey
from commonwheel.apps.journeys.queries import JourneyNotHere, OpenJourney, get_journey, list_unfinished
from commonwheel.apps.journeys.rules.receiving import DayOutOfRange, received_at
from commonwheel.apps.messages.models import OutboxMessage
from commonwheel.apps.services.api import ServiceView
from commonwheel.core.patterns.answering.route import Walk
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

ENTER = "/staff/harbourside/requests/enter/"
LONDON = timezone.get_default_timezone()
TYPED = {
    "property__typed": "yes",
    "property__line_1": "1 Harbour Street",
    "property__town": "Harbourside",
    "property__postcode": "BN1 1JE",
}
Choices = dict[str, str]


@pytest.fixture
def tens_day() -> dt.date:
    """Return the day ten days ago."""
    return timezone.localdate() - dt.timedelta(days=10)


def chosen(day: dt.date, **more: str) -> Choices:
    """Return what is typed on the first page for a letter about a missed bin."""
    date = {"received_on-day": str(day.day), "received_on-month": str(day.month), "received_on-year": str(day.year)}
    return {"service": "report-missed-bin", "channel": "POST", "language": "en", **date, **more}


@pytest.fixture
def ben_enters(missed_bin: ServiceView, ben_client: Client) -> Resident:
    """Return Ben's browser, where the missed-bin service is live."""
    return Resident(ben_client, ENTER)


def to_check(page: Resident, received: dt.date, **more: str) -> Resident:
    """Enter a letter about a bin missed on the day before it was received, up to "check your answers"."""
    page.post(ENTER, chosen(received, **more)).answer(**TYPED)
    missed = received - dt.timedelta(days=1)
    page.answer(
        container="refuse",
        missed_on__day=str(missed.day),
        missed_on__month=str(missed.month),
        missed_on__year=str(missed.year),
    )
    page.answer(assisted="no").answer(out_on_time="yes").answer(tag="none")
    return page.answer(full_name="Amina Yusuf", email="amina@residents.example")


def send_it(page: Resident) -> Resident:
    return page.post(page.url, {"version": page.hidden("version")})


def only(model: type[Any], council: CouncilView) -> Any:
    with council_scope(council.id):
        return model.objects.get(council_id=council.id)


def opened(council: CouncilView) -> OpenJourney:
    row = only(Journey, council)
    with council_scope(council.id):
        return get_journey(
            council.id,
            service_slug="report-missed-bin",
            handle=row.handle,
            secret=take_up(council.id, journey_id=row.id, staff=staff_by(row, council), now=timezone.now())[1].secret,
            now=timezone.now(),
        )


def staff_by(row: Journey, council: CouncilView) -> Any:
    return next(one for one in authorities.list_staff(council.id) if one.id == row.entered_by_id)


def test_a_letter_is_entered_with_its_date_and_says_so_on_every_page(
    ben_enters: Resident, tens_day: dt.date, council_a: CouncilView
) -> None:
    page = ben_enters.post(ENTER, chosen(tens_day))
    words = f"You are entering this for somebody: post, received {tens_day.day} {tens_day:%B %Y}"
    assert page.heading == "Where was the collection missed?"
    assert words in page.text
    assert 'href="/harbourside/report-missed-bin/"' not in page.text, "back leads to where the officer began"
    to_check(page, tens_day)
    assert page.heading == "Check your answers before you send"
    assert words in page.text
    send_it(page)
    assert page.heading == "Sent"
    assert words in page.text
    case = only(Case, council_a)
    assert f"/staff/harbourside/requests/{case.id}/" in page.text
    assert case.channel == "POST"
    assert case.received_at == dt.datetime.combine(tens_day, dt.time.min, tzinfo=LONDON)


def test_clocks_and_messages_count_from_the_day_received_and_not_the_day_entered(
    ben_enters: Resident, tens_day: dt.date, council_a: CouncilView
) -> None:
    send_it(to_check(ben_enters, tens_day))
    case, clock, message = only(Case, council_a), only(CaseClock, council_a), only(OutboxMessage, council_a)
    assert case.due_on == clock.due_on
    assert tens_day < clock.due_on < timezone.localdate()
    assert timezone.now() - case.entered_at < dt.timedelta(minutes=5)
    assert timezone.now() - message.written_at < dt.timedelta(minutes=5)


def test_today_of_the_questions_is_the_day_received(ben_enters: Resident, tens_day: dt.date) -> None:
    """A bin can be reported for three days: a letter that came in time is in time whenever it is entered."""
    assert to_check(ben_enters, tens_day).heading == "Check your answers before you send"


def test_a_day_after_the_day_received_is_in_the_future(ben_enters: Resident, tens_day: dt.date) -> None:
    ben_enters.post(ENTER, chosen(tens_day)).answer(**TYPED)
    later = tens_day + dt.timedelta(days=2)
    date = {"missed_on__day": str(later.day), "missed_on__month": str(later.month), "missed_on__year": str(later.year)}
    ben_enters.answer(container="refuse", **date)
    assert ben_enters.errors == ["The date must be today or in the past"]


def test_timeline_and_audit_name_the_officer(
    ben_enters: Resident, ben: Person, tens_day: dt.date, council_a: CouncilView
) -> None:
    send_it(to_check(ben_enters, tens_day))
    staff, case = staff_of(ben), only(Case, council_a)
    with council_scope(council_a.id):
        first = CaseEvent.objects.get(council_id=council_a.id, kind="OPENED")
        entries = {one.action: one for one in AuditEntry.objects.filter(council_id=council_a.id)}
    assert (first.actor_id, first.actor_name) == (staff.id, "Ben Adeyemi")
    for action, subject in (("journey-entered", "journey:"), ("case-opened", f"case:{case.id}")):
        assert (entries[action].actor_kind, entries[action].actor_id) == ("STAFF", str(staff.id))
        assert entries[action].subject.startswith(subject)
        assert entries[action].facts["channel"] == "POST"
    assert entries["journey-entered"].facts["received_on"] == tens_day.isoformat()


def test_the_officer_reads_how_and_when_it_was_received(
    ben_enters: Resident, ben_client: Client, tens_day: dt.date, council_a: CouncilView
) -> None:
    send_it(to_check(ben_enters, tens_day))
    page = ben_client.get(f"/staff/harbourside/requests/{only(Case, council_a).id}/").content.decode()
    assert ", by post" in page
    assert f"Entered; received on {tens_day.day} {tens_day:%B %Y}" in page
    assert f"{tens_day.day} {tens_day:%B %Y}" in page
    assert "midnight" not in page


@pytest.mark.parametrize(("channel", "words"), [
    ("EMAIL", "email"), ("PHONE", "phone"), ("COUNTER", "counter"), ("COUNCILLOR", "councillor"),
])  # fmt: skip
def test_what_came_another_way_is_entered_too(
    ben_enters: Resident, channel: str, words: str, council_a: CouncilView
) -> None:
    page = ben_enters.post(ENTER, chosen(timezone.localdate(), channel=channel))
    assert f"somebody: {words}, received" in page.text
    assert only(Journey, council_a).channel == channel


def test_what_is_received_today_counts_from_the_moment_it_is_sent(ben_enters: Resident, council_a: CouncilView) -> None:
    today = timezone.localdate()
    send_it(to_check(ben_enters, today, channel="PHONE"))
    case = only(Case, council_a)
    assert case.received_at == case.entered_at


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        (lambda day: chosen(day + dt.timedelta(days=11)), "“Date received” must be {today} or earlier"),
        (lambda day: chosen(day - dt.timedelta(days=83)), "“Date received” must be {oldest} or later"),
        (lambda day: chosen(day.replace(year=9999)), "“Date received” must be {today} or earlier"),
        (lambda day: chosen(day, **{"received_on-month": "13"}), "“Date received” must be a real date"),
        (lambda day: chosen(day, **{"received_on-day": ""}), "“Date received” must include a day"),
        (lambda _day: {"service": "report-missed-bin", "channel": "POST", "language": "en"},
         "Enter a date for “Date received”"),
        (lambda day: chosen(day, channel="WEB"), "Choose an answer to “How did it reach the council?”"),
        (lambda day: chosen(day, channel="<script>"), "Choose an answer to “How did it reach the council?”"),
        (lambda day: chosen(day, service="another"), "Choose an answer to “What do they want to do?”"),
        (lambda day: chosen(day, language="gd"), "Choose an answer to “Which language shall we write to them in?”"),
    ],
)  # fmt: skip
def test_bad_input_says_what_is_wrong_and_begins_nothing(
    ben_enters: Resident, tens_day: dt.date, council_a: CouncilView, changes: Callable[[dt.date], Choices], error: str
) -> None:
    page = ben_enters.post(ENTER, changes(tens_day))
    today = timezone.localdate()
    oldest = today - dt.timedelta(days=92)
    days = {"today": f"{today.day} {today:%B %Y}", "oldest": f"{oldest.day} {oldest:%B %Y}"}
    assert page.status == 422
    assert page.errors == [error.format(**days)]
    with council_scope(council_a.id):
        assert not Journey.objects.of(council_a.id).exists()


def test_the_oldest_and_the_newest_day_are_taken(ben_enters: Resident) -> None:
    today = timezone.localdate()
    for day in (today, today - dt.timedelta(days=92)):
        assert ben_enters.post(ENTER, chosen(day)).heading == "Where was the collection missed?"


def test_without_a_live_service_there_is_nothing_to_enter(ben_client: Client) -> None:
    page = Resident(ben_client, ENTER).get(ENTER)
    assert "No service is live yet" in page.text
    assert "<input" not in page.text.partition("<main")[2]


def test_the_cookie_alone_opens_nothing(ben_enters: Resident, ben_client: Client, tens_day: dt.date) -> None:
    page = ben_enters.post(ENTER, chosen(tens_day))
    address = page.url
    ben_client.cookies.pop("sessionid")
    for answer in (ben_client.get(address), ben_client.post(address, {"property-line_1": "1 Lane"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/staff/account/")


def test_the_cookie_opens_it_to_staff_of_the_council_only(
    ben_enters: Resident, ben_client: Client, cara: Person, dev: Person, tens_day: dt.date
) -> None:
    address = ben_enters.post(ENTER, chosen(tens_day)).url
    for person, status in ((cara, 404), (dev, 403)):
        other = sign_in(Client(), person)
        other.cookies["answers"] = ben_client.cookies["answers"].value
        assert other.get(address).status_code == status


def test_a_leaver_loses_it_at_the_next_request(
    ben_enters: Resident, ben_client: Client, ben: Person, tens_day: dt.date
) -> None:
    page = to_check(ben_enters, tens_day)
    with council_scope(ben.council.id):
        end_staff(ben.council.id, user_id=ben.id)
    assert ben_client.post(page.url, {"version": page.hidden("version")}).status_code == 404
    with council_scope(ben.council.id):
        assert not Case.objects.of(ben.council.id).exists()


def test_whoever_may_not_assist_residents_enters_nothing(missed_bin: ServiceView, dev: Person, cara: Person) -> None:
    today = timezone.localdate()
    for person, status in ((dev, 403), (cara, 404)):
        client = sign_in(Client(), person)
        assert client.get(ENTER).status_code == status
        assert client.post(ENTER, chosen(today)).status_code == status


def test_an_adviser_enters_too(missed_bin: ServiceView, council_a: CouncilView) -> None:

    adviser = add_person("Ada Cole", council=council_a, roles=("ADVISER",))
    page = Resident(sign_in(Client(), adviser), ENTER).post(ENTER, chosen(timezone.localdate(), channel="PHONE"))
    assert page.heading == "Where was the collection missed?"


def test_what_is_not_finished_waits_on_the_page_of_what_is_entered(
    ben_enters: Resident, ben_client: Client, ben: Person, tens_day: dt.date, council_a: CouncilView
) -> None:
    page = ben_enters.post(ENTER, chosen(tens_day)).answer(**TYPED)
    assert f'href="{ENTER}"' in page.text, "Save and come back later leads there"
    assert ben_client.get(f"{page.base}save/").headers["Location"] == ENTER
    page.get(ENTER)
    assert "Begun here and not sent" in page.text
    assert "1 Harbour Street" not in page.text
    elsewhere = Resident(sign_in(Client(), ben), ENTER)
    elsewhere.post(f"{ENTER}{only(Journey, council_a).id}/", {})
    assert elsewhere.heading == "Which bin was missed?"


def test_a_colleague_goes_on_when_the_caller_rings_back(
    ben_enters: Resident, tens_day: dt.date, council_a: CouncilView
) -> None:
    ben_enters.post(ENTER, chosen(tens_day, channel="PHONE")).answer(**TYPED)
    row = only(Journey, council_a)
    colleague = add_person("Cal Reid", council=council_a, roles=("ADVISER",))
    page = Resident(sign_in(Client(), colleague), ENTER)
    for words in ("bn1 1je", "BN11JE", row.handle, "ben adeyemi"):
        assert "Begun" in page.get(f"{ENTER}?q={words}").text
        assert "by Ben Adeyemi." in page.text
    assert "Nothing unsent matches this." in page.get(f"{ENTER}?q=nobody").text
    page.post(f"{ENTER}{row.id}/", {})
    assert page.heading == "Which bin was missed?"
    with council_scope(council_a.id):
        entry = AuditEntry.objects.filter(action="journey-taken-up").get()
    assert entry.actor_id == str(staff_of(colleague).id)


def test_an_abandoned_call_is_kept_as_it_was_and_sends_nothing(
    ben_enters: Resident, tens_day: dt.date, council_a: CouncilView
) -> None:
    ben_enters.post(ENTER, chosen(tens_day, channel="PHONE")).answer(**TYPED)
    with council_scope(council_a.id):
        (waiting,) = list_unfinished(council_a.id, now=timezone.now())
        assert waiting.postcode == "BN1 1JE"
        assert not Case.objects.of(council_a.id).exists()
        assert not OutboxMessage.objects.of(council_a.id).exists()


def test_another_council_neither_finds_it_nor_takes_it_up(
    ben_enters: Resident, tens_day: dt.date, cara: Person, council_a: CouncilView
) -> None:
    ben_enters.post(ENTER, chosen(tens_day))
    row, client = only(Journey, council_a), sign_in(Client(), cara)
    theirs = ENTER.replace("harbourside", "fellgate")
    assert client.post(f"{ENTER}{row.id}/").status_code == 404
    assert client.post(f"{theirs}{row.id}/").status_code == 404
    assert row.handle not in client.get(theirs).content.decode()


def test_what_a_resident_began_is_never_listed_and_opens_by_their_own_link_only(
    resident: Resident, ben_client: Client, cara_client: Client, council_a: CouncilView
) -> None:
    resident.begin().answer(**TYPED)
    row = only(Journey, council_a)
    assert row.handle not in ben_client.get(ENTER, {"q": "BN1"}).content.decode()
    assert ben_client.post(f"{ENTER}{row.id}/").status_code == 404
    for wrong in ("", "nonsense", row.handle, "/", "x" * 5_000):
        answer = ben_client.post(f"{ENTER}saved/", {"link": wrong})
        assert answer.status_code == 422
        assert "This link opens nothing here." in answer.content.decode()
    resident.post(f"{resident.base}save/", {})
    found = re.search(r"/resume/([^/<\"\s]+)/", resident.text)
    assert found is not None
    assert cara_client.post("/staff/fellgate/requests/enter/saved/", {"link": found[1]}).status_code == 422
    for link in (found[1], f" https://council.example{found[0]} "):
        page = Resident(ben_client, ENTER).post(f"{ENTER}saved/", {"link": link})
        assert page.heading == "Which bin was missed?"
    assert only(Journey, council_a).channel == "WEB"
    with council_scope(council_a.id):
        assert AuditEntry.objects.filter(action="journey-taken-up", actor_kind="STAFF").count() == 2


@pytest.mark.parametrize("channel", ["PHONE", "COUNTER"])
def test_what_to_say_stands_on_every_page_for_who_is_heard(ben_enters: Resident, channel: str) -> None:
    page = ben_enters.post(ENTER, chosen(timezone.localdate(), channel=channel))
    for words in ("Say to them", "We ask for this under Environmental Protection Act 1990", "privacy notice"):
        assert words in page.text
    to_check(page, timezone.localdate(), channel=channel)
    assert "I will read back what you told me." in page.text
    send_it(page)
    assert re.search(r"Your reference is M B, \w \w \w, \w \w \w, \w \w \w \w\.", page.text)


@pytest.mark.parametrize("channel", ["POST", "EMAIL", "COUNCILLOR"])
def test_there_is_nothing_to_say_to_who_is_not_there(ben_enters: Resident, tens_day: dt.date, channel: str) -> None:
    page = to_check(ben_enters, tens_day, channel=channel)
    assert "Say to them" not in page.text
    assert "Say to them" not in send_it(page).text


def test_a_resident_reads_no_script(resident: Resident) -> None:
    assert "Say to them" not in resident.begin().text


def test_what_is_sent_or_over_is_not_taken_up(
    ben_enters: Resident, ben: Person, tens_day: dt.date, council_a: CouncilView
) -> None:
    send_it(to_check(ben_enters, tens_day))
    staff, row = staff_of(ben), only(Journey, council_a)
    with council_scope(council_a.id):
        assert list_unfinished(council_a.id, now=timezone.now()) == ()
        with pytest.raises(JourneyNotHere):
            take_up(council_a.id, journey_id=row.id, staff=staff, now=timezone.now())
    ben_enters.post(ENTER, chosen(tens_day))
    later = timezone.now() + dt.timedelta(days=29)
    with council_scope(council_a.id):
        assert list_unfinished(council_a.id, now=later) == ()


def test_the_persons_language_is_kept_whatever_language_the_pages_are_read_in(
    ben_enters: Resident, tens_day: dt.date, council_a: CouncilView
) -> None:
    send_it(to_check(ben_enters, tens_day, language="cy"))
    assert only(Case, council_a).language == "cy"
    assert only(OutboxMessage, council_a).language == "cy"


def test_a_council_with_one_language_does_not_ask_for_it(cara: Person, council_b: CouncilView) -> None:
    put_live(council_b, cara, pattern_files("report-missed-bin"))
    page = Resident(sign_in(Client(), cara), "").get("/staff/fellgate/requests/enter/")
    assert "Which language" not in page.text
    day = timezone.localdate()
    given = {name: value for name, value in chosen(day).items() if name != "language"}
    page.post("/staff/fellgate/requests/enter/", given)
    assert only(Journey, council_b).language == "en"


def test_sending_twice_opens_one_request(ben_enters: Resident, tens_day: dt.date, council_a: CouncilView) -> None:
    page = to_check(ben_enters, tens_day)
    check, version = page.url, page.hidden("version")
    first = page.post(check, {"version": version}).text
    assert only(Case, council_a).reference in first
    assert only(Case, council_a).reference in page.post(check, {"version": version}).text


def never_walked(_journey: OpenJourney) -> Walk:
    message = "It must be refused before it is looked at."
    raise AssertionError(message)


def test_only_an_officer_sends_what_is_entered_for_somebody(
    ben_enters: Resident, ben: Person, resident: Resident, tens_day: dt.date, council_a: CouncilView
) -> None:
    ben_enters.post(ENTER, chosen(tens_day))
    journey = opened(council_a)
    with council_scope(council_a.id), pytest.raises(OfficerIsMissing):
        send(journey, seen_version=0, walked=never_walked, now=timezone.now())


def test_what_a_resident_sends_no_officer_signs(resident: Resident, ben: Person, council_a: CouncilView) -> None:
    resident.begin()
    secret = resident.client.cookies["answers"].value
    with council_scope(council_a.id):
        handle = Journey.objects.of(council_a.id).get().handle
        journey = get_journey(
            council_a.id, service_slug="report-missed-bin", handle=handle, secret=secret, now=timezone.now()
        )
        with pytest.raises(OfficerIsMissing):
            send(journey, seen_version=0, walked=never_walked, now=timezone.now(), staff=staff_of(ben))


def test_a_resident_reads_nothing_of_entering(resident: Resident, council_a: CouncilView) -> None:
    resident.begin()
    assert "entering this for somebody" not in resident.text
    row = only(Journey, council_a)
    assert (row.channel, row.received_on, row.entered_by_id) == ("WEB", None, None)


@pytest.mark.parametrize(
    ("channel", "days", "failure"),
    [("WEB", 0, ChannelUnknown), ("", 0, ChannelUnknown), ("POST", -1, DayOutOfRange), ("POST", 93, DayOutOfRange)],
)
def test_the_action_refuses_what_the_form_does(
    missed_bin: ServiceView, ben: Person, channel: str, days: int, failure: type[Exception]
) -> None:
    council_a = ben.council
    arrival = Arrival(channel=channel, received_on=timezone.localdate() - dt.timedelta(days=days), language="en")
    with council_scope(council_a.id), pytest.raises(failure):
        enter_for(
            council_a.id,
            service_id=missed_bin.id,
            digest=missed_bin.digest,
            arrival=arrival,
            staff=staff_of(ben),
            now=timezone.now(),
        )
    with council_scope(council_a.id):
        assert not Journey.objects.of(council_a.id).exists()


@pytest.mark.parametrize("change", [{"received_on": dt.date(2026, 11, 3)}, {"channel": "POST"}])
def test_the_table_holds_all_three_or_none(resident: Resident, council_a: CouncilView, change: dict[str, Any]) -> None:
    resident.begin()
    with council_scope(council_a.id), pytest.raises(IntegrityError), transaction.atomic():
        Journey.objects.of(council_a.id).update(**change)


def test_an_earlier_day_counts_from_its_beginning() -> None:
    now = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # half past midnight on 1 July in London
    assert received_at(None, now=now, timezone=LONDON) == now
    assert received_at(dt.date(2026, 7, 1), now=now, timezone=LONDON) == now
    found = received_at(dt.date(2026, 6, 30), now=now, timezone=LONDON)
    assert found == dt.datetime(2026, 6, 30, 0, 0, tzinfo=LONDON)


def test_the_queue_leads_there_whoever_may(ben_client: Client, missed_bin: ServiceView, ann: Person) -> None:
    assert f'href="{ENTER}"' in ben_client.get("/staff/harbourside/requests/").content.decode()
