"""A journey that was answered becomes an example: what came out is what must come out, and nothing else is said."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.core.examples.test_rehearsal import bundle_of

from commonwheel.core.examples.recording import JourneyIsNotFinished, example_of, record_example
from commonwheel.core.examples.run import run_examples
from commonwheel.core.patterns.model.companions import Bundle, Example
from commonwheel.integrations.bank_holidays.carried import carried_calendars

NAMES = ["report-missed-bin", "garden-waste-subscription", "resident-parking-permit", "ask-for-information"]


def recorded(bundle: Bundle, example: Example) -> Example:
    return record_example(bundle, example, calendars=carried_calendars())


def sent(bundle: Bundle) -> list[Example]:
    """The pattern's own examples that end in a request, without what officers do next."""
    return [one for one in bundle.examples.values() if one.expect.case is not None or one.then]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_recorded_comes_out_again_and_says_what_its_example_said(name: str) -> None:
    bundle = bundle_of(name)
    found = {one.id: recorded(bundle, one) for one in sent(bundle)}
    assert found
    again = run_examples(replace(bundle, examples=found), calendars=carried_calendars())
    assert [one for one in again.problems if one.severity == "error"] == []
    for name_of_it, made in found.items():
        said = bundle.examples[name_of_it].expect
        assert said.pages in (None, made.expect.pages)
        assert said.fee_pence in (None, made.expect.fee_pence)


def test_a_day_that_comes_out_otherwise_later_is_found() -> None:
    bundle = bundle_of("report-missed-bin")
    made = recorded(bundle, sent(bundle)[0])
    assert made.expect.case is not None
    assert made.expect.case.due_on is not None
    late = made.expect.case.model_copy(update={"due_on": made.expect.case.due_on + dt.timedelta(days=1)})
    wrong = made.model_copy(update={"expect": made.expect.model_copy(update={"case": late})})
    again = run_examples(replace(bundle, examples={wrong.id: wrong}), calendars=carried_calendars())
    assert [one.code for one in again.problems if one.severity == "error"] == ["example-differs"]


def test_a_service_in_which_nothing_falls_due_says_no_day() -> None:
    bundle = bundle_of("report-missed-bin")
    case = bundle.pattern.case.model_copy(update={"clocks": ()})
    timeless = replace(bundle, pattern=bundle.pattern.model_copy(update={"case": case}))
    made = recorded(timeless, sent(bundle)[0])
    assert made.expect.case is not None
    assert made.expect.case.due_on is None


def test_what_a_resident_could_not_send_is_no_example() -> None:
    bundle = bundle_of("report-missed-bin")
    with pytest.raises(JourneyIsNotFinished, match="has no answer"):
        recorded(bundle, example_of("ours", {}, today=dt.date(2026, 11, 26), nation="england"))
