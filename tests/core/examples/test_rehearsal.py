"""A rehearsal: the same answers on two versions of a service, and what comes out otherwise."""

from dataclasses import replace
from typing import Any

import pytest
from tests.core.patterns.fixtures.folders import PATTERNS, files_of

from commonwheel.core.examples.proving import with_values
from commonwheel.core.examples.rehearsal import OutcomeChange, rehearse
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.model import Layer
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.integrations.bank_holidays.carried import carried_calendars


def bundle_of(name: str) -> Bundle:
    bundle = read_folder(files_of(PATTERNS / name)).bundle
    assert bundle is not None
    return bundle


def layered(bundle: Bundle, *changes: dict[str, Any], **settings: Any) -> Bundle:
    made = {"version": "1.0.0", "digest": "a" * 64}
    layer = Layer.model_validate({
        "language": 1, "layer": "us", "pattern": bundle.pattern.full_name, "made_against": made,
        "changes": list(changes), "settings": settings,
    })  # fmt: skip
    result = lay(bundle, layer)
    return with_values(result.bundle, result.values)


def differences(before: Bundle, after: Bundle) -> tuple[OutcomeChange, ...]:
    return rehearse(before, after, before.examples.values(), calendars=carried_calendars())


@pytest.mark.parametrize("name", ["report-missed-bin", "garden-waste-subscription", "resident-parking-permit"])
def test_where_nothing_changed_nothing_comes_out_otherwise(name: str) -> None:
    bundle = bundle_of(name)
    assert differences(bundle, bundle) == ()


def test_a_page_more_shows_in_the_pages_of_each_journey_that_meets_it() -> None:
    bundle = bundle_of("report-missed-bin")
    page = {"id": "side-waste", "title": "Was there a bag?", "ask": [
        {"id": "side_waste", "type": "yes-no", "label": "Side waste", "optional": "true"},
    ]}  # fmt: skip
    found = differences(bundle, layered(bundle, {"after": "steps.bin", "add": page}))
    assert found
    assert {one.what for one in found} == {"the pages"}
    assert all("side-waste" in one.after and "side-waste" not in one.before for one in found)


def test_a_shorter_time_shows_in_the_days_on_which_something_is_due() -> None:
    bundle = bundle_of("report-missed-bin")
    clock = bundle.pattern.case.clocks[0].id
    found = differences(bundle, layered(bundle, {"at": f"case.clocks.{clock}", "set": {"length": {"days": 1}}}))
    assert {one.what for one in found} == {"the day it is due"}


def test_another_price_shows_in_the_fee() -> None:
    bundle = bundle_of("garden-waste-subscription")
    price = next(one for one in bundle.pattern.settings if one.type == "money")
    found = differences(bundle, layered(bundle, **{price.id: 1}))
    assert "the fee in pence" in {one.what for one in found}


def test_a_journey_that_cannot_be_walked_any_more_says_why() -> None:
    bundle = bundle_of("report-missed-bin")
    compulsory = {"id": "why", "type": "text", "label": "Why"}
    found = differences(bundle, layered(bundle, {"in": "steps.bin.ask", "add": compulsory}))
    moved = [one for one in found if one.what == "the journey"]
    assert moved
    assert (moved[0].before, "why has no answer" in moved[0].after) == ("none", True)


def test_an_example_that_ends_at_a_stop_stays_there() -> None:
    bundle = bundle_of("report-missed-bin")
    stopped = {name: one for name, one in bundle.examples.items() if one.expect.stop not in (None, "none")}
    assert stopped
    without = replace(bundle, pattern=bundle.pattern.model_copy(update={"stops": ()}))
    found = rehearse(bundle, without, stopped.values(), calendars=carried_calendars())
    assert "the stop" in {one.what for one in found}
