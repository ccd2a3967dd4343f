"""A service at a council, and the person who owns it."""

from typing import TYPE_CHECKING

import pytest

from commonwheel.foundation.councils import CouncilView

if TYPE_CHECKING:
    from tests.support.owner import Owner

    from commonwheel.apps.services.api import ServiceView


@pytest.fixture
def service(council_a: CouncilView) -> "ServiceView":
    from tests.support import missed_bin

    return missed_bin.adopt(council_a)


@pytest.fixture
def owner(council_a: CouncilView, service: "ServiceView") -> "Owner":
    from tests.support.cast import add_person
    from tests.support.owner import Owner

    return Owner(council_a, add_person("Sol Owner", council=council_a, roles=("SERVICE_OWNER",)))
