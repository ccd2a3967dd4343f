"""A district and its county that take reports about streets, and a partner with a key of each."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.partner import Partner

    from commonwheel.foundation.councils import CouncilView


@pytest.fixture
def district(street_postcodes: None, db: None) -> "CouncilView":
    from tests.support import streets

    council = streets.lewes()
    streets.run_service(council)
    return council


@pytest.fixture
def the_county(street_postcodes: None, db: None) -> "CouncilView":
    from tests.support import streets

    council = streets.county()
    streets.run_service(council)
    return council


@pytest.fixture
def partner(district: "CouncilView") -> "Partner":
    from tests.support.partner import let_in

    return let_in(district)
