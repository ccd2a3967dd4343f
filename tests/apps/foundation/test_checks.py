"""A node that would not be safe does not start, and says what to do."""

import pytest
from pytest_django import Settings
from tests.support.cast import add_council

from commonwheel.foundation import checks
from commonwheel.foundation.councils import CouncilView

DATABASE = ["default"]


def test_several_councils_by_path_are_refused_in_production(council_a: CouncilView, council_b: CouncilView) -> None:
    assert checks.councils_by_path(databases=DATABASE) == [checks.SHARED_HOST]


def test_several_councils_by_path_are_fine_in_a_demonstration(
    settings: Settings, council_a: CouncilView, council_b: CouncilView
) -> None:
    settings.DEMONSTRATION = True
    assert checks.councils_by_path(databases=DATABASE) == []


def test_councils_with_hosts_of_their_own_are_fine(council_a: CouncilView) -> None:
    add_council("fellgate", name="Fellgate Council", host="services.fellgate.example")
    assert checks.councils_by_path(databases=DATABASE) == []


def test_any_host_at_all_is_refused_in_production(settings: Settings) -> None:
    settings.NODE_HOSTS = ["*"]
    assert checks.hosts_are_named() == [checks.NO_HOSTS]


@pytest.mark.postgresql
def test_the_web_role_of_the_tests_is_as_it_should_be(db: None) -> None:
    assert checks.web_role_owns_nothing(databases=DATABASE) == []
