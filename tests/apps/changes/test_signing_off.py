"""Each who answers for a part of a service signs it off, by name and day, and is asked again only where it changed."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.support import missed_bin
from tests.support.cast import Person, add_person, sign_in
from tests.support.owner import SLUG, Owner, published, retitle
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.changes import api as changes
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db


class Signer:
    """Somebody of the council's staff who signs a part off."""

    def __init__(self, council: CouncilView, person: Person) -> None:
        self.council, self.person, self.browser = council, person, sign_in(Client(), person)

    def page(self) -> str:
        answer = self.browser.get(council_url(self.council, "changes:sign-off", slug=SLUG))
        assert answer.status_code == 200
        page = answer.content.decode()
        assert wrong_words(seen_on(page), wrong=FOR_OFFICERS) == []
        return page

    def offered(self) -> dict[str, str]:
        """Return the parts that can be signed, each with its digest."""
        found = re.findall(r'sign-off/([a-z]+)/">\s*.*?name="digest" value="([0-9a-f]{64})"', self.page(), re.DOTALL)
        return dict(found)

    def sign(self, part: str, digest: str | None = None) -> Any:
        shown = self.offered().get(part, "0" * 64) if digest is None else digest
        return self.browser.post(council_url(self.council, "changes:sign", slug=SLUG, part=part), {"digest": shown})


@pytest.fixture
def officer(council_a: CouncilView, service: services.ServiceView) -> Signer:
    return Signer(council_a, add_person("Dee Pio", council=council_a, roles=("OFFICER",)))


def ask(owner: Owner, part: Any, *, who: str = "", role: str = "", by_another: bool = False) -> None:
    rule = changes.Rule(part, is_asked=True, role=role, emails=(who,) if who else (), by_another=by_another)
    with council_scope(owner.council.id):
        changes.set_rule(owner.council, rule, by=SYSTEM, now=missed_bin.MONDAY)


def live(owner: Owner) -> None:
    with council_scope(owner.council.id):
        services.put_live(
            owner.council.id, slug=SLUG, signed_off_by=owner.person.id, must_be_welsh=False, actor=SYSTEM,
            now=missed_bin.MONDAY,
        )  # fmt: skip


def test_a_change_is_published_once_all_have_signed_whom_the_council_asks(owner: Owner, officer: Signer) -> None:
    ask(owner, "accessibility", who=officer.person.email)
    owner.begun()
    retitle(owner, "Which box was left?")
    assert officer.offered() == {}, "not before it was sent"
    owner.press("send")
    assert "To be signed off before it can be published: Accessibility" in owner.open("overview")
    assert (owner.press("publish").status_code, owner.layer()) == (409, "")
    assert set(officer.offered()) == {"accessibility"}
    assert officer.sign("accessibility").status_code == 302
    assert "Signed off on" in officer.page()
    assert "by Dee Pio" in officer.page()
    assert owner.press("publish").status_code == 302
    assert "Which box was left?" in owner.layer()
    with council_scope(owner.council.id):
        signed = AuditEntry.objects.filter(action="part-signed-off").order_by("id")
        assert [one.facts["part"] for one in signed] == ["accessibility", "owner"]


def test_whose_part_is_as_it_was_is_not_asked_again(owner: Owner, officer: Signer) -> None:
    live(owner)
    ask(owner, "data", who=officer.person.email)
    owner.begun()
    retitle(owner, "Which box was left?")
    assert published(owner).status_code == 302, "a heading is nothing of data protection"
    owner.begun()
    asked = {"label": "Is anybody in the house ill?", "hint": "", "type": "yes-no", "options": "", "optional": "yes"}
    owner.press("add-question", asked, at="steps.bin")
    assert published(owner).status_code == 409
    officer.sign("data")
    assert owner.press("publish").status_code == 302


def test_what_was_signed_is_signed_again_after_it_was_changed(owner: Owner, officer: Signer) -> None:
    ask(owner, "accessibility", who=officer.person.email)
    owner.begun()
    retitle(owner, "First")
    owner.press("send")
    seen = officer.offered()["accessibility"]
    retitle(owner, "Second")
    owner.press("send")
    assert officer.sign("accessibility", seen).status_code == 409, "what was seen is not what is sent now"
    assert officer.sign("accessibility").status_code == 302
    assert officer.sign("accessibility").status_code == 409, "there is nothing left to sign under that digest"
    assert owner.press("publish").status_code == 302


def test_signing_twice_is_as_good_as_once(owner: Owner, officer: Signer) -> None:
    ask(owner, "accessibility", who=officer.person.email)
    owner.begun()
    retitle(owner, "First")
    owner.press("send")
    digest = officer.offered()["accessibility"]
    assert [officer.sign("accessibility", digest).status_code for _ in range(2)] == [302, 302]
    with council_scope(owner.council.id):
        assert AuditEntry.objects.filter(action="part-signed-off").count() == 1


def test_nobody_signs_what_is_another_s(owner: Owner, officer: Signer) -> None:
    ask(owner, "accessibility", role="ADMINISTRATOR")
    owner.begun()
    retitle(owner, "First")
    owner.press("send")
    assert officer.offered() == {}
    with council_scope(owner.council.id):
        found = changes.get_signing(owner.council, SLUG, by=missed_bin.staff_of(officer.person))
    for part in found.parts:
        assert officer.sign(part.rule.part, part.digest).status_code == 409
    assert officer.sign("finance", "0" * 64).status_code == 409
    assert officer.browser.get(owner.url("overview")).status_code == 403


def test_where_the_council_says_so_another_person_signs_than_the_one_who_sent_it(
    owner: Owner, officer: Signer, council_a: CouncilView
) -> None:
    ask(owner, "owner", role="SERVICE_OWNER", by_another=True)
    second = Owner(council_a, add_person("Ali Second", council=council_a, roles=("SERVICE_OWNER",)))
    owner.begun()
    retitle(owner, "First")
    owner.press("send")
    assert owner.press("publish").status_code == 409
    assert second.press("publish").status_code == 302


def test_a_service_goes_live_on_pages_once_nothing_is_missing(owner: Owner, officer: Signer) -> None:
    ask(owner, "data", who=officer.person.email)
    page = owner.browser.get(owner.url("sign-off")).content.decode()
    assert ("Check before going live" in page, "Put it live" in page) == (True, False)
    assert owner.press_plain("put-live").status_code == 409
    officer.sign("data")
    page = owner.browser.get(owner.url("sign-off")).content.decode()
    assert "Put it live" in page
    assert "Put it live" not in officer.page()
    assert [owner.press_plain("put-live").status_code for _ in range(2)] == [302, 302]
    assert owner.written().service.is_live


def test_what_stands_in_the_way_of_going_live_is_all_listed(owner: Owner) -> None:
    with council_scope(owner.council.id):
        layer = owner.layer_saying("settings: {containers: [{value: x, label: X}]}")
        services.set_layer(owner.council.id, slug=SLUG, layer=layer, actor=SYSTEM, now=missed_bin.MONDAY)
        services.adopt(
            owner.council.id, files=missed_bin.files_of(), layer=layer, phone="", actor=SYSTEM, now=missed_bin.MONDAY
        )
    page = owner.browser.get(owner.url("sign-off")).content.decode()
    assert "none of the example requests can be sent" in page
    assert "phone number" in page
    assert "Put it live" not in page


def test_a_roll_back_asks_nobody(owner: Owner, officer: Signer) -> None:
    owner.begun()
    retitle(owner, "First")
    published(owner)
    ask(owner, "accessibility", who=officer.person.email)
    (earlier,) = re.findall(r"history/([0-9a-f-]{36})/", owner.open("history"))
    assert owner.browser.post(owner.url("publish-again", publication_id=earlier)).status_code == 302
    assert owner.layer() == ""


# Who signs


def test_an_administrator_says_who_signs(owner: Owner, officer: Signer, ann: Person) -> None:
    browser = sign_in(Client(), ann)
    address = council_url(owner.council, "changes:rule", part="data")
    data = {"is_asked": "yes", "role": "none", "emails": f" {officer.person.email.upper()}\n", "by_another": "yes"}
    assert browser.post(address, data).status_code == 302
    page = browser.get(council_url(owner.council, "changes:rules")).content.decode()
    assert f"Asked for: {officer.person.email}, but not whoever sent it" in page
    assert wrong_words(seen_on(page), wrong=FOR_OFFICERS) == []
    with council_scope(owner.council.id):
        assert changes.rules_of(owner.council.id)["data"].emails == (officer.person.email,)
        assert AuditEntry.objects.filter(action="sign-off-rule-set").count() == 1
    assert browser.post(address, data).status_code == 302
    with council_scope(owner.council.id):
        assert AuditEntry.objects.filter(action="sign-off-rule-set").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"emails": "nobody@nowhere.example"}, {"role": "none"}, {"role": "KING"}, {"is_asked": ""}, {"emails": "x" * 99}],
)
def test_who_signs_cannot_be_nobody_or_somebody_else(owner: Owner, ann: Person, wrong: dict[str, str]) -> None:
    browser = sign_in(Client(), ann)
    data = {"is_asked": "yes", "role": "OFFICER", "emails": "", "by_another": "no", **wrong}
    answer = browser.post(council_url(owner.council, "changes:rule", part="data"), data)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    with council_scope(owner.council.id):
        assert not changes.rules_of(owner.council.id)["data"].is_asked


def test_who_does_not_run_the_council_does_not_say_who_signs(owner: Owner) -> None:
    assert owner.browser.get(council_url(owner.council, "changes:rules")).status_code == 403
    assert "Who signs off" not in owner.browser.get(council_url(owner.council, "services:list")).content.decode()
