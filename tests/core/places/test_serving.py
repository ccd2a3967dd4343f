"""Everybody who serves a place on a day, and what is about to change."""

import datetime as dt

from tests.support.register import ground

from commonwheel.core.places.duties import DUTIES
from commonwheel.core.places.responsibility import NO_PARK, Area
from commonwheel.core.places.serving import Serving, who_serves

GUILDFORD = Area("E07000209", "E10000030")
REIGATE = Area("E07000211", "E10000030")
HIGH_PEAK = Area("E07000037", "E10000007")


def serving(*areas: Area, on: str = "2026-06-01") -> Serving:
    return who_serves(areas, ground=ground(on))


def test_each_duty_is_answered_or_said_to_be_nobodys() -> None:
    found = serving(GUILDFORD)
    assert {answer.duty.name for answer in found.answers} == set(DUTIES)
    assert [answer.duty.label for answer in found.answers] == sorted(duty.label for duty in DUTIES.values())
    certain = {answer.duty.name: answer.certain.authority.id for answer in found.answers if answer.certain}
    assert (certain["libraries"], certain["waste-collection"]) == ("surrey", "guildford")
    assert "consultations" not in certain


def test_only_the_duties_asked_for_are_answered() -> None:
    found = who_serves([GUILDFORD], ground=ground("2026-06-01"), duties={"libraries", "allotments"})
    assert [answer.duty.name for answer in found.answers] == ["allotments", "libraries"]


def test_a_merger_is_told_with_who_follows_here() -> None:
    found = serving(GUILDFORD)
    assert [(change.on, change.authority.id, [each.id for each in change.into]) for change in found.changes] == [
        (dt.date(2027, 4, 1), "guildford", ["west-surrey"]),
        (dt.date(2027, 4, 1), "surrey", ["west-surrey"]),
    ]
    assert serving(GUILDFORD, on="2027-04-01").changes == ()


def test_at_a_border_of_two_that_follow_each_is_told() -> None:
    changes = {change.authority.id: [each.id for each in change.into] for change in serving(GUILDFORD, REIGATE).changes}
    assert changes["surrey"] == ["east-surrey", "west-surrey"]


def test_the_end_of_a_combined_authority_is_told_too() -> None:
    changes = {change.authority.id: change.into[0].id for change in serving(Area("E08000021"), on="2024-01-01").changes}
    assert changes == {"north-of-tyne-combined-authority": "north-east-combined-authority"}


def test_an_area_that_was_split_says_all_that_may_follow() -> None:
    """On the day before, the county is all that is known, as one that may lie in either."""
    found = serving(Area("E10000030"))
    into = {change.authority.id: [each.id for each in change.into] for change in found.changes}
    assert into["surrey"] == ["east-surrey", "west-surrey"]


def test_parks_are_named_where_the_place_may_lie_in_one_or_does() -> None:
    peak = "peak-district-national-park-authority"
    assert [each.id for each in serving(HIGH_PEAK).parks] == [peak]
    assert not serving(HIGH_PEAK).is_park_known
    inside = serving(Area("E07000037", park="E26000006"))
    assert ([each.id for each in inside.parks], inside.is_park_known) == ([peak], True)
    assert serving(Area("E07000037", park=NO_PARK)).parks == ()
    assert serving(GUILDFORD).parks == ()


def test_a_parish_is_told_where_every_area_has_the_same() -> None:
    here, there = Area("E07000063", parish="E04000001"), Area("E07000065", parish="E04000002")
    assert serving(here).parish == "E04000001"
    assert serving(here, there).parish == serving(Area("E07000063")).parish == serving().parish == ""


def test_nowhere_is_served_by_nobody() -> None:
    found = serving()
    assert (found.standings, found.changes, found.parks) == ((), (), ())
    assert not any(answer.candidates for answer in found.answers)
