"""A service that costs something, live at council A of a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import Settings
    from tests.support.cast import Person

    from commonwheel.foundation.councils import CouncilView


@pytest.fixture
def paid(council_a: CouncilView, dev: Person, settings: Settings) -> CouncilView:
    """Return council A, where a paid service is live and payments are simulated."""
    from tests.support.paid import open_paid_service

    settings.DEMONSTRATION = True
    open_paid_service(council_a, dev)
    return council_a
