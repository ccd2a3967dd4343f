"""Everybody who has a duty somewhere: who could run a service of it."""

from tests.support.register import ground

from commonwheel.core.places.holders import holders_of
from commonwheel.core.places.register.authority import LOWEST, NATIONS


def ids_of(*duties: str, on: str = "2026-06-01") -> set[str]:
    return {each.id for each in holders_of(duties, ground=ground(on))}


def test_a_duty_of_the_lower_tier_is_of_every_lowest_council_and_of_no_county() -> None:
    found = ids_of("waste-collection")
    everybody = {each.id for each in ground("2026-06-01").register.in_being(ground("2026-06-01").on, kinds=LOWEST)}
    assert everybody <= found
    assert {"guildford", "leeds", "cardiff", "aberdeen"} <= found
    assert "surrey" not in found


def test_a_duty_of_the_upper_tier_is_of_counties_and_of_councils_with_all_duties() -> None:
    found = ids_of("libraries")
    assert {"surrey", "leeds", "cardiff"} <= found
    assert "guildford" not in found


def test_of_two_duties_whoever_has_either_is_told_once_by_nation() -> None:
    found = holders_of(["libraries", "waste-collection"], ground=ground("2026-06-01"))
    assert len({each.id for each in found}) == len(found)
    assert {"surrey", "guildford"} <= {each.id for each in found}
    nations = [NATIONS.index(each.nation) for each in found]
    assert nations == sorted(nations)


def test_after_a_merger_it_is_those_who_followed() -> None:
    after = ids_of("libraries", on="2027-04-01")
    assert {"west-surrey", "east-surrey"} <= after
    assert not {"surrey", "guildford"} & after


def test_no_duty_is_of_nobody() -> None:
    assert ids_of() == set()
