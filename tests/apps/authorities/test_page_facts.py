"""What the law wants a council to say of itself: filled in, checked, shown, and missed before a service goes live."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.support.cast import BY_THE_OPERATOR

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.rules import missing_facts, read_facts, written_facts
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope


def set_facts(council: CouncilView, **changed: Any) -> authorities.PageFacts:
    return authorities.set_page_facts(council.id, **BY_THE_OPERATOR, **changed)  # type: ignore[arg-type]  # an actor and a time


def page(client: Client, name: str, language: str = "en") -> str:
    html = client.get(f"/harbourside/-/{name}/?language={language}").content.decode()
    return html[html.index("<main") : html.index("<footer")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"compliance": "mostly"}, "full, partial, none"),
        ({"compliance": "full"}, "no known problems"),
        ({"ico_number": "12"}, "such as Z1234567"),
        ({"prepared_on": dt.date(2026, 11, 3)}, "a date that has been"),
        ({"reviewed_on": dt.date(2025, 1, 1)}, "later date of review"),
        ({"problems": "x" * 4_001}, "at most 4,000"),
    ],
)
def test_what_cannot_be_true_is_refused_and_changes_nothing(
    council_a: CouncilView, changed: dict[str, Any], said: str
) -> None:
    before = authorities.get_page_facts(council_a.id)
    with pytest.raises(authorities.CouncilCannotBe, match=said):
        set_facts(council_a, **changed)
    assert authorities.get_page_facts(council_a.id) == before


def test_facts_change_one_by_one_are_written_down_and_read_back(council_a: CouncilView) -> None:
    before = authorities.get_page_facts(council_a.id)
    for _ in range(2):
        assert set_facts(council_a, operator="Shared Services Ltd") == replace(before, operator="Shared Services Ltd")
    assert read_facts(written_facts(before)) == before
    with council_scope(council_a.id):
        rows = AuditEntry.objects.filter(council_id=council_a.id, action="council-page-facts-set")
        assert rows.count() == 2  # the cast's own, and this one


def test_nothing_goes_live_before_each_page_says_what_it_must(council_a: CouncilView) -> None:
    authorities.require_pages(council_a.id)
    set_facts(council_a, problems_cy="", ico_number="")
    with pytest.raises(authorities.PagesAreIncomplete) as refused:
        authorities.require_pages(council_a.id)
    said = str(refused.value)
    assert "the known problems in Welsh (`commonwheel council accessibility harbourside`)" in said
    assert "the registration number at the ICO (`commonwheel council privacy harbourside`)" in said


def test_a_council_that_has_said_nothing_misses_all_of_it(council_a: CouncilView) -> None:
    nothing = missing_facts(replace(council_a, phone="", email=""), authorities.PageFacts())
    assert {command: len(words) for command, words in nothing.items()} == {"add": 1, "accessibility": 4, "privacy": 4}


def test_pages_that_comply_fully_name_no_problems(client: Client, council_a: CouncilView) -> None:
    set_facts(council_a, compliance="full", problems="", problems_cy="", assessed_by="Testers Ltd")
    authorities.require_pages(council_a.id)
    html = page(client, "accessibility")
    assert "fully compliant" in html
    assert "Content that is not accessible" not in html
    assert "tests made by Testers Ltd" in html


@pytest.mark.parametrize(("compliance", "said"), [("partial", "partially compliant"), ("none", "are not compliant")])
def test_the_statement_has_the_form_that_the_regulations_ask_for(
    client: Client, council_a: CouncilView, compliance: str, said: str
) -> None:
    set_facts(council_a, compliance=compliance, problems="Maps cannot be used by keyboard.\nOld letters are pictures.")
    html = page(client, "accessibility")
    for words in (
        said,
        "<li>Old letters are pictures.</li>",
        "prepared on 5 January 2026",
        "last reviewed on 5 January 2026",
        "the council made itself",
        "Equality and Human Rights Commission",
        "Equality Advisory and Support Service",
        "(No. 2) Accessibility Regulations 2018",
    ):
        assert words in html, words


def test_in_northern_ireland_its_own_commission_enforces(client: Client, council_a: CouncilView) -> None:
    authorities.add_council(
        "harbourside", name="Harbourside", tier="unitary", nation="northern-ireland", **BY_THE_OPERATOR
    )  # type: ignore[arg-type]  # an actor and a time
    html = page(client, "accessibility")
    assert "The Equality Commission for Northern Ireland enforces" in html
    assert "Human Rights Commission" not in html


def test_what_the_council_has_not_said_is_not_made_up(client: Client, council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        from commonwheel.apps.authorities.models import Council

        Council.objects.filter(pk=council_a.id).update(page_facts={})
    assert "has not said yet" in page(client, "accessibility")
    assert "reviewed" not in page(client, "accessibility")
    assert "officer:" not in page(client, "privacy")


def test_the_statement_is_in_welsh_too(client: Client, council_a: CouncilView) -> None:
    html = page(client, "accessibility", "cy")
    assert "yn cydymffurfio’n rhannol" in html
    assert "5 Ionawr 2026" in html
    assert 'lang="en">No disabled' not in html
    set_facts(council_a, problems_cy="")
    assert 'lang="en"' in page(client, "accessibility", "cy")
