"""The places of a journey's pages, as they are made and as they are routed."""

import uuid

import pytest
from django.urls import reverse

from commonwheel.apps.journeys.rules.paths import PLACES, RESERVED, step_of_slug, step_slug

NAMES = {
    "stop": {"stop": "not-out"},
    "file": {"upload": uuid.UUID(int=7)},
    "next": {"then": "garden-waste"},
    "step": {"step": "bin"},
    "entry": {"step": "bin", "group": "cars", "number": 2},
}


@pytest.mark.parametrize("name", PLACES)
def test_each_place_is_where_the_table_of_addresses_has_it(name: str) -> None:
    names = NAMES.get(name, {})
    known = {"council": "harbourside", "service": "try-it", "handle": "0123456789ab", **names}
    expected = "/harbourside/try-it/0123456789ab/" + PLACES[name].format(**names)
    assert reverse(f"journeys:{name}", kwargs=known) == expected


@pytest.mark.parametrize("step", [*sorted(RESERVED), "bin", "check"])
def test_a_steps_place_is_never_one_of_our_own_pages(step: str) -> None:
    assert step_slug(step) not in RESERVED
    assert step_of_slug(step_slug(step)) == step
