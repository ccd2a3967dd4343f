"""A council says what it runs only where it agrees, in counts that point at nobody, and each statement once."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from django.test import Client
from tests.support import missed_bin
from tests.support.cast import Person, add_person, sign_in
from tests.support.commons import NOW
from tests.support.patterns import pattern_files
from tests.support.shelves import MISSED_BIN

from commonwheel.apps.adoption import api as adoption
from commonwheel.apps.adoption.actions.adopting import Fetched
from commonwheel.apps.adoption.models import Speaking, Statement
from commonwheel.apps.services import api as services
from commonwheel.core.packages.naming import facts_of, path_of
from commonwheel.core.packages.release import make_release
from commonwheel.core.packages.statement import Statement as Said
from commonwheel.core.packages.statement import read_statement
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.trust.door import SendingRefused
from commonwheel.integrations.trust.failures import CommonsUnreachable
from commonwheel.integrations.trust.keys import read_public
from commonwheel.integrations.trust.port import SignedRelease
from commonwheel.integrations.trust.statements import read_signed_statement

pytestmark = pytest.mark.django_db
RELEASE = make_release(pattern_files("report-missed-bin"))
LATER = NOW + dt.timedelta(days=20)


@dataclass
class Listener:
    """A shared library that takes statements, or does not."""

    wrong: Exception | None = None
    heard: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __call__(self, address: str) -> "Listener":
        self.asked.append(address)
        return self

    def send_statement(self, signed: bytes) -> Mapping[str, object]:
        if self.wrong is not None:
            raise self.wrong
        self.heard.append(signed)
        return {}


@pytest.fixture
def live(council_a: CouncilView, dev: Person) -> Iterator[services.ServiceView]:
    """Missed bins, live, from a library that is followed."""
    adoption.follow("home", address="https://home.example/commons/repository", root="{}", now=NOW)
    path = path_of(RELEASE.manifest)
    signed = SignedRelease(path=path, length=1, sha256=RELEASE.digest, facts=facts_of(RELEASE.manifest))
    with council_scope(council_a.id):
        made = adoption.adopt(
            council_a, Fetched("home", signed, RELEASE), given={}, actor=audit.SYSTEM, now=missed_bin.MONDAY
        )
        services.put_live(
            council_a.id, slug=made.slug, signed_off_by=dev.id, must_be_welsh=False, actor=audit.SYSTEM, now=NOW
        )
        yield made


def sweep(council: CouncilView, listener: Listener, *, at: dt.datetime = NOW) -> tuple[int, int, int]:
    swept = adoption.sweep_statements(council, door=listener, clock=lambda: at)
    return swept.sent, swept.put_off, swept.given_up


def said(council: CouncilView, signed: bytes) -> Said:
    key = read_public(adoption.get_voice(council.id).public_key.encode())
    return read_statement(read_signed_statement(signed, key))


def test_nothing_is_said_before_the_council_agrees(live: services.ServiceView, council_a: CouncilView) -> None:
    listener = Listener()
    assert sweep(council_a, listener) == (0, 0, 0)
    assert Statement.objects.count() == 0


def test_what_is_said_is_signed_and_points_at_nobody(live: services.ServiceView, council_a: CouncilView) -> None:
    listener, open_one = Listener(), missed_bin.opener(council_a, live)
    for days in range(12):
        open_one(received_at=NOW - dt.timedelta(days=30 + days))
    adoption.agree(council_a, by=None, now=NOW)
    assert sweep(council_a, listener) == (1, 0, 0)
    assert listener.asked == ["https://home.example/commons/repository"]
    (signed,) = listener.heard
    heard = said(council_a, signed)
    assert (heard.council, heard.number, heard.first_month) == ("harbourside", 1, "2025-11")
    (used,) = heard.services
    assert (used.service, used.version, used.digest) == (MISSED_BIN, "1.1.0", RELEASE.digest)
    assert (used.requests, used.closed, used.within, used.live_since) == (10, None, None, "2026-11-26")
    assert b"Amina" not in signed


def test_a_statement_is_made_and_sent_once(live: services.ServiceView, council_a: CouncilView) -> None:
    listener = Listener()
    adoption.agree(council_a, by=None, now=NOW)
    assert sweep(council_a, listener) == (1, 0, 0)
    assert sweep(council_a, listener, at=NOW + dt.timedelta(days=2)) == (0, 0, 0)
    assert sweep(council_a, listener, at=LATER) == (1, 0, 0)
    assert [said(council_a, one).number for one in listener.heard] == [1, 2]


def test_what_is_taken_down_is_said_at_once(live: services.ServiceView, council_a: CouncilView) -> None:
    listener = Listener()
    adoption.agree(council_a, by=None, now=NOW)
    sweep(council_a, listener)
    services.take_down(council_a.id, slug=live.slug, actor=audit.SYSTEM, now=NOW)
    assert sweep(council_a, listener) == (1, 0, 0)
    assert said(council_a, listener.heard[-1]).services == ()
    assert sweep(council_a, listener, at=LATER) == (0, 0, 0)


@pytest.mark.parametrize(
    "wrong",
    [SendingRefused("not-admitted", "No key of harbourside is registered here.", []), CommonsUnreachable("home")],
)
def test_what_was_not_taken_is_sent_again_and_a_newer_one_takes_its_place(
    live: services.ServiceView, council_a: CouncilView, wrong: Exception
) -> None:
    listener = Listener(wrong)
    adoption.agree(council_a, by=None, now=NOW)
    assert sweep(council_a, listener) == (0, 1, 0)
    assert str(wrong) in adoption.get_voice(council_a.id).told[0].failure
    listener.wrong = None
    assert sweep(council_a, listener) == (0, 0, 0)
    assert sweep(council_a, listener, at=NOW + dt.timedelta(minutes=2)) == (1, 0, 0)
    listener.wrong = wrong
    assert sweep(council_a, listener, at=LATER) == (0, 1, 0)
    services.take_down(council_a.id, slug=live.slug, actor=audit.SYSTEM, now=NOW)
    listener.wrong = None
    assert sweep(council_a, listener, at=LATER) == (1, 0, 0)
    assert Statement.objects.filter(state="WAITING").count() == 0
    assert said(council_a, listener.heard[-1]).number == 3


def test_whoever_takes_it_back_says_nothing_more_and_keeps_the_key(
    live: services.ServiceView, council_a: CouncilView
) -> None:
    listener = Listener(CommonsUnreachable("home"))
    key = adoption.agree(council_a, by=None, now=NOW)
    assert adoption.agree(council_a, by=None, now=NOW) == key
    sweep(council_a, listener)
    adoption.fall_silent(council_a, by=None, now=NOW)
    adoption.fall_silent(council_a, by=None, now=NOW)
    listener.wrong = None
    assert sweep(council_a, listener, at=LATER) == (0, 0, 0)
    assert not adoption.get_voice(council_a.id).is_heard
    assert adoption.agree(council_a, by=None, now=LATER) == key
    assert sweep(council_a, listener, at=LATER) == (1, 0, 0)
    actions = AuditEntry.objects.filter(council_id=council_a.id, action__startswith="use-").order_by("id")
    assert [one.action for one in actions] == ["use-told", "use-no-longer-told", "use-told"]
    assert "BEGIN" not in Speaking.objects.get().sealed_key


def test_a_library_that_is_followed_no_longer_is_told_nothing(
    live: services.ServiceView, council_a: CouncilView
) -> None:
    listener = Listener(CommonsUnreachable("home"))
    adoption.agree(council_a, by=None, now=NOW)
    sweep(council_a, listener)
    adoption.unfollow("home")
    assert sweep(council_a, listener, at=LATER) == (0, 0, 1)


def test_a_service_from_a_folder_is_not_told(council_a: CouncilView, dev: Person) -> None:
    adoption.follow("home", address="https://home.example", root="{}", now=NOW)
    with council_scope(council_a.id):
        made = missed_bin.adopt(council_a)
        services.put_live(
            council_a.id, slug=made.slug, signed_off_by=dev.id, must_be_welsh=False, actor=audit.SYSTEM, now=NOW
        )
        adoption.agree(council_a, by=None, now=NOW)
        assert sweep(council_a, Listener()) == (0, 0, 0)


def test_an_administrator_agrees_and_takes_it_back_on_a_page(
    live: services.ServiceView, client: Client, council_a: CouncilView, council_b: CouncilView
) -> None:
    admin = add_person("Ada Okafor", council=council_a, roles=("ADMINISTRATOR",))
    page = sign_in(client, admin)
    here = council_url(council_a, "adoption:voice")
    assert "Your council’s key" not in page.get(here).content.decode()
    assert page.post(here, {"do": "agree"}).status_code == 302
    sweep(council_a, Listener())
    shown = page.get(here).content.decode()
    assert "Your council’s key" in shown
    assert "fewer than 10" in shown
    assert MISSED_BIN in shown
    assert page.post(here, {"do": "stop"}).status_code == 302
    assert "Agree" in page.get(here).content.decode()
    assert page.get(council_url(council_b, "adoption:voice")).status_code in {403, 404}


def test_two_sweeps_at_once_send_one(live: services.ServiceView, council_a: CouncilView) -> None:
    """While one worker has the row, another finds nothing to send."""
    adoption.agree(council_a, by=None, now=NOW)
    inner: list[tuple[int, int, int]] = []

    class Slow(Listener):
        def send_statement(self, signed: bytes) -> Mapping[str, object]:
            inner.append(sweep(council_a, Listener()))
            return super().send_statement(signed)

    assert sweep(council_a, Slow()) == (1, 0, 0)
    assert inner == [(0, 0, 0)]
