"""An example's journey is walked to be looked at, and one that cannot be walked is none."""

from tests.support.patterns import pattern_files

from commonwheel.core.examples.journey import journey_of
from commonwheel.core.packages.release import make_release
from commonwheel.integrations.bank_holidays.carried import carried_calendars


def test_the_pages_of_an_example_are_those_its_answers_lead_through() -> None:
    bundle = make_release(pattern_files("report-missed-bin")).bundle
    for example in bundle.examples.values():
        journey = journey_of(bundle, example, calendars=carried_calendars())
        assert journey is not None
        shown = [page.page.id for page in journey.walked.pages]
        assert example.expect.pages is None or shown[: len(example.expect.pages)] == list(example.expect.pages)


def test_an_example_with_a_setting_that_is_none_has_no_journey() -> None:
    bundle = make_release(pattern_files("report-missed-bin")).bundle
    example = next(iter(bundle.examples.values())).model_copy(update={"settings": {"nothing": 1}})
    assert journey_of(bundle, example, calendars=carried_calendars()) is None
