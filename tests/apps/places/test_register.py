"""The address register: loaded whole, searched as people type, each council's its own."""

from collections.abc import Iterable

import pytest
from django.db import IntegrityError, transaction
from tests.support.cast import BY_THE_OPERATOR

from commonwheel.apps.places import api as places
from commonwheel.apps.places.models import Property as PropertyRow
from commonwheel.apps.places.queries import row_values
from commonwheel.core.places.properties import Property, Reading, RowProblem
from commonwheel.core.values.postcode import NotAPostcode
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import AuditEntry
from commonwheel.foundation.scope import council_scope

pytestmark = pytest.mark.django_db


def house(number: int, *, street: str = "Sea Lane", postcode: str = "BN7 1AA", current: bool = True) -> Property:
    line = f"{number} {street}, Lewes"
    return Property(str(1000 + number), line, postcode, "12345678", 541_500, 110_100, 50.8734, 0.0101, "RD04", current)


def load(
    council: CouncilView, properties: Iterable[Property], *, problems: tuple[RowProblem, ...] = ()
) -> places.Loaded:
    found = tuple(properties)
    return places.load_gazetteer(
        council.id, reading=Reading(found, problems, len(found) + len(problems)), **BY_THE_OPERATOR
    )


def test_a_gazetteer_is_loaded_and_found_by_postcode_in_counting_order(council_a: CouncilView) -> None:
    loaded = load(council_a, [house(10), house(2), house(3, postcode="BN7 1AB")])
    assert (loaded.added, loaded.changed, loaded.unchanged, loaded.withdrawn) == (3, 0, 0, 0)
    with council_scope(council_a.id):
        found = places.find_properties(council_a.id, postcode="bn71aa")
        assert [each.line for each in found.properties] == ["2 Sea Lane, Lewes", "10 Sea Lane, Lewes"]
        assert not found.are_more
        assert places.get_property(council_a.id, uprn="0001010") == house(10)
        assert places.has_register(council_a.id)


def test_loading_again_changes_nothing_and_keeps_the_rows(council_a: CouncilView) -> None:
    load(council_a, [house(1), house(2)])
    with council_scope(council_a.id):
        before = set(PropertyRow.objects.filter(council_id=council_a.id).values_list("id", "uprn"))
    again = load(council_a, [house(2), house(1)])
    assert (again.added, again.changed, again.unchanged, again.withdrawn) == (0, 0, 2, 0)
    with council_scope(council_a.id):
        assert set(PropertyRow.objects.filter(council_id=council_a.id).values_list("id", "uprn")) == before


def test_a_new_gazetteer_changes_adds_and_withdraws(council_a: CouncilView) -> None:
    load(council_a, [house(1), house(2)])
    renamed = Property(**{**_as_dict(house(1)), "line": "1 Gull Lane, Lewes"})
    loaded = load(council_a, [renamed, house(3)])
    assert (loaded.added, loaded.changed, loaded.unchanged, loaded.withdrawn) == (1, 1, 0, 1)
    with council_scope(council_a.id):
        lines = [each.line for each in places.find_properties(council_a.id, postcode="BN7 1AA").properties]
        assert lines == ["1 Gull Lane, Lewes", "3 Sea Lane, Lewes"]
        assert not places.get_property(council_a.id, uprn="1002").is_current
        assert places.search_properties(council_a.id, text="1 gull").properties[0].uprn == "1001"
    assert load(council_a, [renamed, house(2), house(3)]).changed == 1


def test_each_load_that_changes_something_is_written_down(council_a: CouncilView) -> None:
    for properties in ([house(1), house(2)], [house(1), house(2)], [house(1)]):
        load(council_a, properties)
    with council_scope(council_a.id):
        entries = AuditEntry.objects.filter(council_id=council_a.id, action="addresses-loaded").order_by("id")
        found = [(one.actor_kind, one.facts["added"], one.facts["withdrawn"]) for one in entries]
    assert found == [("SYSTEM", 2, 0), ("SYSTEM", 0, 1)]


def test_with_a_problem_in_the_file_nothing_is_withdrawn(council_a: CouncilView) -> None:
    load(council_a, [house(1), house(2)])
    problem = RowProblem(7, "it has no address")
    loaded = load(council_a, [house(1)], problems=(problem,))
    assert (loaded.withdrawn, loaded.problems) == (0, (problem,))
    with council_scope(council_a.id):
        assert places.get_property(council_a.id, uprn="1002").is_current


@pytest.mark.parametrize(
    ("text", "uprns"),
    [
        ("14 sea", ["1014"]),
        ("SEA LANE, 14", ["1014"]),
        ("bn7 1ab", ["1003"]),
        ("bn71a", ["1003", "1014"]),
        ("gull", []),
        ("ea lane", []),
        ("l", []),
        ("%_%", []),
        ("", []),
    ],
)
def test_part_of_an_address_is_enough(council_a: CouncilView, text: str, uprns: list[str]) -> None:
    load(council_a, [house(14), house(3, postcode="BN7 1AB"), house(9, street="Gull Row", current=False)])
    with council_scope(council_a.id):
        found = places.search_properties(council_a.id, text=text)
    assert [each.uprn for each in found.properties] == uprns


def test_a_number_or_name_narrows_a_postcode_and_a_limit_says_that_there_are_more(council_a: CouncilView) -> None:
    load(council_a, [house(number) for number in range(1, 31)])
    with council_scope(council_a.id):
        narrowed = places.find_properties(council_a.id, postcode="BN7 1AA", number_or_name="2")
        assert [each.uprn for each in narrowed.properties][:3] == ["1002", "1020", "1021"]
        few = places.find_properties(council_a.id, postcode="BN7 1AA", limit=5)
        assert (len(few.properties), few.are_more) == (5, True)
        some = places.search_properties(council_a.id, text="sea lane", limit=5)
        assert (len(some.properties), some.are_more) == (5, True)


def test_what_is_not_there_has_a_name(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        assert places.find_property(council_a.id, uprn="9") is None
        with pytest.raises(places.PropertyNotFound) as caught:
            places.get_property(council_a.id, uprn="9")
        with pytest.raises(NotAPostcode):
            places.find_properties(council_a.id, postcode="BN7")
        assert not places.has_register(council_a.id)
    assert caught.value.uprn == "9"


def test_nobody_sees_another_councils_register(council_a: CouncilView, council_b: CouncilView) -> None:
    load(council_a, [house(1)])
    load(council_b, [house(1, street="Fell Row")])
    with council_scope(council_b.id):
        assert [each.line for each in places.find_properties(council_b.id, postcode="BN7 1AA").properties] == [
            "1 Fell Row, Lewes"
        ]
        assert places.search_properties(council_b.id, text="sea lane").properties == ()
    with council_scope(council_a.id):
        assert places.get_property(council_a.id, uprn="1001").line == "1 Sea Lane, Lewes"


def test_a_load_that_fails_half_way_changes_nothing(council_a: CouncilView) -> None:
    load(council_a, [house(1)])
    broken = Property(**{**_as_dict(house(2)), "line": ""})
    with pytest.raises(IntegrityError), transaction.atomic():
        load(council_a, [house(3), broken])
    with council_scope(council_a.id):
        assert [each.uprn for each in places.find_properties(council_a.id, postcode="BN7 1AA").properties] == ["1001"]


def test_the_table_keeps_a_number_once_a_council(council_a: CouncilView) -> None:
    load(council_a, [house(1)])
    with council_scope(council_a.id), pytest.raises(IntegrityError), transaction.atomic():
        PropertyRow.objects.create(council_id=council_a.id, **row_values(house(1)))


def test_a_property_reads_as_its_address(council_a: CouncilView) -> None:
    assert str(PropertyRow(**row_values(house(1)))) == "1 Sea Lane, Lewes, BN7 1AA"
    assert str(PropertyRow(**row_values(house(1, postcode="")))) == "1 Sea Lane, Lewes"


def _as_dict(found: Property) -> dict[str, object]:
    return {name: getattr(found, name) for name in Property.__slots__}


def test_a_demonstration_has_invented_addresses_on_real_postcodes(council_a: CouncilView) -> None:
    made = places.load_invented_register(
        council_a.id, gss_code="E07000062", town="Hastings", seed=b"1", now=BY_THE_OPERATOR["now"]
    )
    assert made.added > 1_000
    again = places.load_invented_register(
        council_a.id, gss_code="E07000062", town="Hastings", seed=b"1", now=BY_THE_OPERATOR["now"]
    )
    assert (again.added, again.changed, again.withdrawn) == (0, 0, 0)
