"""Councils and their staff, as other apps see them."""

import pytest
from tests.support.cast import Person

from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.councils import CouncilView


def test_a_council_is_found_by_its_slug(council_a: CouncilView) -> None:
    assert authorities.get_council("harbourside") == council_a


def test_a_council_that_is_not_here_has_a_named_failure(db: None) -> None:
    with pytest.raises(authorities.CouncilNotFound, match="Check the address"):
        authorities.get_council("atlantis")


def test_an_officer_of_one_council_is_nobody_at_another(ben: Person, council_b: CouncilView) -> None:
    assert authorities.find_staff(council_b.id, user_id=ben.id) is None


def test_a_leaver_is_nobody_at_once(ben: Person) -> None:
    authorities.end_staff(ben.council.id, user_id=ben.id)
    assert authorities.find_staff(ben.council.id, user_id=ben.id) is None
