"""Which councils could adopt a shared service: counted by nation and kind, and whether ours are among them."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.cast import add_council
from tests.support.library import US, Library, release_of

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.commons.presenters.adopters import adopters, duties_of
from commonwheel.core.places.register.authority import COUNCILS
from commonwheel.foundation.councils import CouncilView

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
BINS = f"/commons/{US}/report-missed-bin/"
OURS = (("lewes", "E07000063"), ("east-sussex", "E10000011"))


@pytest.fixture
def ours(db: None) -> list[CouncilView]:
    """A district and the county above it."""
    return [add_council(slug, name=slug.title(), gss_code=code) for slug, code in OURS]


def test_the_page_says_how_many_councils_have_the_duty_and_which_of_ours(
    client: Client, stocked: Library, ours: list[CouncilView]
) -> None:
    page = client.get(BINS).content.decode()
    today = timezone.localdate()
    holders = authorities.holders_by_law(("waste-collection",), today)
    count = sum(each.kind_on(today) in COUNCILS for each in holders)
    assert count > 300
    assert f"{count:,} councils have this duty by law on" in page
    assert "Lewes, on this site, is one of them." in page
    assert "East-Sussex, on this site, is not one of them." in page


def test_each_authority_is_counted_once_by_nation_and_kind(ours: list[CouncilView]) -> None:
    holders = authorities.holders_by_law(("libraries",), DAY)
    found = adopters(["libraries"], holders, ours, on=DAY)
    assert found is not None
    assert sum(number for _nation, _kind, number in found.rows) == len(holders)
    assert [nation for nation, _kind, _number in found.rows][:1] == ["England"]
    assert ("Wales", "Council", 22) in found.rows
    assert found.here == (
        "Lewes, on this site, is not one of them.",
        "East-Sussex, on this site, is one of them.",
    )


def test_a_site_of_many_councils_is_told_in_one_sentence(ours: list[CouncilView]) -> None:
    found = adopters(["libraries"], authorities.holders_by_law(("libraries",), DAY), ours * 6, on=DAY)
    assert found is not None
    assert found.here == ("6 of the 12 councils on this site are among them.",)


def test_without_a_duty_of_our_list_nothing_is_said(ours: list[CouncilView]) -> None:
    assert adopters([], (), ours, on=DAY) is None


def test_the_duties_are_those_the_service_names() -> None:
    assert duties_of(release_of("report-missed-bin").bundle.pattern) == ("waste-collection",)
